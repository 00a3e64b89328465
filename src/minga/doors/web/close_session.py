"""«Cerrar» open sessions."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from minga.access import close_session as use_case
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.security import to_security
from minga.kit import clock


@require_POST
@members_only
@in_session
def close_session(request: MemberRequest, session_id: UUID) -> HttpResponse:
    """One of the member's own; 404 for any other and for the one at hand."""
    try:
        use_case.close_session(
            session_token=session_token(request),
            session_id=session_id,
            by=visitor(request),
            at=clock.now(),
        )
    except use_case.NoSuchSession as gone:
        raise Http404 from gone
    return to_security("sesion")


@require_POST
@members_only
@in_session
def close_other_sessions(request: MemberRequest) -> HttpResponse:
    """All but the one at hand."""
    use_case.close_other_sessions(
        session_token=session_token(request), by=visitor(request), at=clock.now()
    )
    return to_security("sesiones")
