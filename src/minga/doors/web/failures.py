"""Pages for what goes wrong: every one says what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not fit: the page was open for too long, or it was not our form."""
    return render(request, "403_csrf.html", status=403)
