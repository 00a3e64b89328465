"""«Paz y salvo (PDF)» of a credit that was paid."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minga.documents import certify_paid_loan as use_case
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import asked_by, handed_over


@require_safe
@members_only
def certify_paid_loan(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """404 while it is not paid to the end, and for another member's."""
    return handed_over(use_case.certify_paid_loan(loan_id=loan_id, **asked_by(request)))
