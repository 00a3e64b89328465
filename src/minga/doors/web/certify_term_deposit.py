"""«Certificado (PDF)» of a CDAT."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minga.documents import certify_term_deposit as use_case
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import handed_over, letterhead
from minga.kit import clock


@require_safe
@members_only
def certify_term_deposit(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """The title of a living CDAT; 404 for another member's, as for one that is not there."""
    return handed_over(
        use_case.certify_term_deposit(
            member_id=request.member.id, deposit_id=deposit_id, letterhead=letterhead(),
            at=clock.now(), ip=visitor(request).ip,
        )
    )  # fmt: skip
