"""«Certificado (PDF)» of a CDAT."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minga.documents import certify_term_deposit as use_case
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import asked_by, handed_over


@require_safe
@members_only
def certify_term_deposit(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """The title of a living CDAT; 404 for another member's, as for one that is not there."""
    return handed_over(use_case.certify_term_deposit(deposit_id=deposit_id, **asked_by(request)))
