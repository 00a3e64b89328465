"""«Más»: what has no place of its own in the navigation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only


@require_safe
@members_only
def more(request: MemberRequest) -> HttpResponse:
    """The list."""
    return render(request, "web/more.html")
