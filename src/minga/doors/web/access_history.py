"""What happened to the member's access, page after page."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.access.history import history
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.history_words import history_row
from minga.kit import clock

BEFORE = "antes"


@require_safe
@members_only
def access_history(request: MemberRequest) -> HttpResponse:
    """The newest first."""
    page = history(request.member.id, cursor=request.GET.get(BEFORE, ""), at=clock.now())
    return render(
        request,
        "web/access_history.html",
        {
            "entries": [history_row(one) for one in page.entries],
            "next_url": page.next_cursor and "?" + urlencode({BEFORE: page.next_cursor}),
        },
    )
