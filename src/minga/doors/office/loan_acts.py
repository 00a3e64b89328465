"""Write-off and recovery: proposed by one, decided by another."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.doors.office.act_pages import ActPages, act_page, decide_page
from minga.doors.office.act_words import REFUSED, fault
from minga.doors.office.bad_loans import known, left_of, loan_unseen
from minga.doors.office.forms.bad_loans import RecoveryForm, WriteOffForm
from minga.doors.office.gate import StaffRequest
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.loans.decide_write_off import decide_write_off
from minga.loans.decide_write_off import propose_write_off as propose_write_off_case
from minga.payments.decide_recovery import decide_recovery
from minga.payments.decide_recovery import propose_recovery as recovery_case
from minga.savings.queries import products_of
from minga.staff.models import ActKind
from minga.staff.queries import ActView, act

DECIDE: dict[ActKind, Callable[..., object]] = {
    ActKind.WRITE_OFF: decide_write_off, ActKind.RECOVERY: decide_recovery,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def propose_write_off(request: StaffRequest, loan_id: UUID) -> HttpResponse:
    """Proposes to write off what it owes today."""
    found = known(loan_id)
    page = loan_unseen(request, found)
    if page is not None:
        return page
    form = WriteOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_write_off_case(
                loan_id=loan_id, employee_id=request.employee.employee_id,
                reason=form.cleaned_data["motivo"], by=visitor(request), at=clock.now(),
            )  # fmt: skip
            return redirect("office:loan_act", made)
        except REFUSED as refusal:
            form.add_error(*fault(refusal))
    shown = {"form": form, "file": found}
    status = 422 if form.errors else 200
    return render(request, "office/propose_write_off.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_recovery(request: StaffRequest, loan_id: UUID) -> HttpResponse:
    """Proposes to take part of what was written off from the debtor's savings."""
    found = known(loan_id)
    page = loan_unseen(request, found)
    if page is not None:
        return page
    form = RecoveryForm(request.POST or None, products=products_of(found.member_id))
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            made = recovery_case(
                loan_id=loan_id, source_id=UUID(filled["cuenta"]), amount=filled["valor"],
                employee_id=request.employee.employee_id, reason=filled["motivo"],
                by=visitor(request), at=clock.now(),
            )  # fmt: skip
            return redirect("office:loan_act", made)
        except REFUSED as refusal:
            form.add_error(*fault(refusal))
    shown = {"form": form, "file": found, "left": left_of(found)}
    status = 422 if form.errors else 200
    return render(request, "office/propose_recovery.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def loan_act(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """One act: what is proposed, by whom, why, and what became of it."""
    found = _known(act_id)
    page = loan_unseen(request, known(_loan_id(found)))
    return page or act_page(request, found, _pages(found))


@require_http_methods(["GET", "HEAD", "POST"])
def decide_act(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """The second person's word."""
    found = _known(act_id)
    page = loan_unseen(request, known(_loan_id(found)))
    return page or decide_page(request, act_id, found, _pages(found), DECIDE[found.kind])


def _known(act_id: UUID) -> ActView:
    found = act(act_id, clock.now())
    if found is None or found.kind not in DECIDE:
        raise Http404
    return found


def _loan_id(found: ActView) -> UUID:
    return UUID(found.payload["loan_id"])


def _pages(found: ActView) -> ActPages:
    file_url = reverse("office:loan_file", args=[_loan_id(found)])
    return ActPages("office:loan_act", "office:decide_act", file_url, "Volver al crédito")
