"""What waits for whoever is inside."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.office.bad_loans import LOAN_ACTS
from minga.doors.office.gate import StaffRequest
from minga.doors.office.permissions import may
from minga.kit import clock
from minga.loans.models import RequestStep
from minga.loans.staff_queries import count_requests
from minga.savings.account_request_queries import count_account_requests_waiting
from minga.staff.models import ActKind
from minga.staff.queries import count_waiting

TO_STUDY = (RequestStep.SENT, RequestStep.COMPLETED, RequestStep.IN_ANALYSIS)
TO_DECIDE = (RequestStep.RECOMMENDED,)


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Counts of what waits, each a link to it; and the way to the rest."""
    return render(request, "office/home.html", {"waiting": _waiting(request, clock.now())})


def _waiting(request: StaffRequest, at: datetime) -> list[tuple[int, str, str, str]]:
    roles = request.employee.roles
    found = []
    if may("propose_loan", roles):
        found.append((
            count_requests(TO_STUDY), "Solicitudes por estudiar", "office:loan_requests",
            "?estado=estudio",
        ))  # fmt: skip
    if may("answer_account", roles):
        found.append((
            count_account_requests_waiting(), "Solicitudes de cuentas por responder",
            "office:account_requests", "",
        ))  # fmt: skip
    if may("decide_loan", roles):
        found.append((
            count_requests(TO_DECIDE), "Solicitudes por decidir", "office:loan_requests",
            "?estado=decision",
        ))  # fmt: skip
    who = request.employee.employee_id
    if may("decide_act", roles):
        count = count_waiting(LOAN_ACTS, at, for_checker=who)
        found.append((count, "Castigos y recuperaciones por decidir", "office:bad_loans", ""))
    if may("decide_return", roles):
        count = count_waiting([ActKind.RETENTION], at, for_checker=who)
        found.append((count, "Devoluciones de retención por decidir", "office:retentions", ""))
    return found
