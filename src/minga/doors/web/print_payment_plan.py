"""«Plan de pagos (PDF)» of a credit."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minga.documents import print_payment_plan as use_case
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import asked_by, handed_over


@require_safe
@members_only
def print_payment_plan(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """The plan in force; 404 for a credit that ended, and for another member's."""
    return handed_over(use_case.print_payment_plan(loan_id=loan_id, **asked_by(request)))
