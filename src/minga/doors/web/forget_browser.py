"""«Olvidar» known browsers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from minga.access import forget_browser as use_case
from minga.doors.web.access_page import browser_token, visitor
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.security import to_security
from minga.kit import clock


@require_POST
@members_only
@in_session
def forget_browser(request: MemberRequest, browser_id: UUID) -> HttpResponse:
    """One of the member's own; 404 for any other."""
    try:
        use_case.forget_browser(
            session_token=session_token(request),
            browser_id=browser_id,
            by=visitor(request),
            at=clock.now(),
        )
    except use_case.NoSuchBrowser as gone:
        raise Http404 from gone
    return to_security("equipo")


@require_POST
@members_only
@in_session
def forget_other_browsers(request: MemberRequest) -> HttpResponse:
    """All but the one at hand."""
    use_case.forget_other_browsers(
        session_token=session_token(request),
        browser_token=browser_token(request),
        by=visitor(request),
        at=clock.now(),
    )
    return to_security("equipos")
