"""The cooperative's public page (S1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Says what the office is for and leads to the «Portal Transaccional»."""
    return render(request, "web/public_home.html")
