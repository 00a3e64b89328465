"""Write-off and recovery: proposed by one, decided by another."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.doors.office.act_words import REFUSED, fault, figures
from minga.doors.office.bad_loans import known, left_of, loan_unseen
from minga.doors.office.forms.bad_loans import RecoveryForm, WriteOffForm
from minga.doors.office.forms.study import DecideForm, changed_meanwhile
from minga.doors.office.gate import StaffRequest
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.loans.decide_write_off import decide_write_off
from minga.loans.decide_write_off import propose_write_off as propose_write_off_case
from minga.payments.decide_recovery import decide_recovery
from minga.payments.decide_recovery import propose_recovery as recovery_case
from minga.savings.queries import products_of
from minga.staff.acts import ActChanged
from minga.staff.models import ActKind
from minga.staff.queries import ActView, act

DECIDE: dict[ActKind, Callable[..., object]] = {
    ActKind.WRITE_OFF: decide_write_off, ActKind.RECOVERY: decide_recovery,
}  # fmt: skip
WORDS = {
    "yes": "Apruebo: se hace ahora",
    "no": "No apruebo",
    "words": "Por qué (obligatorio si no apruebas)",
}


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
    return page or render(request, "office/loan_act.html", _shown(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def decide_act(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """The second person's word, bound to what this page shows; what is approved is done at once."""
    found = _known(act_id)
    page = loan_unseen(request, known(_loan_id(found)))
    if page is not None:
        return page
    if not found.is_open:
        return redirect("office:loan_act", act_id)
    form = DecideForm(request.POST or None, initial={"visto": found.digest}, **WORDS)
    if request.method == "POST" and form.is_valid():
        try:
            DECIDE[found.kind](
                act_id=act_id, employee_id=request.employee.employee_id,
                seen=form.cleaned_data["visto"], approve=form.approves,
                why=form.cleaned_data["mensaje"], by=visitor(request), at=clock.now(),
            )  # fmt: skip
            return redirect("office:loan_act", act_id)
        except REFUSED as refusal:
            if isinstance(refusal, ActChanged):
                form = changed_meanwhile(form, found.digest, **WORDS)
            form.add_error(*fault(refusal, deciding=True))
    shown = _shown(request, found) | {"form": form}
    return render(request, "office/decide_act.html", shown, status=422 if form.errors else 200)


def _known(act_id: UUID) -> ActView:
    found = act(act_id, clock.now())
    if found is None or found.kind not in DECIDE:
        raise Http404
    return found


def _loan_id(found: ActView) -> UUID:
    return UUID(found.payload["loan_id"])


def _shown(request: StaffRequest, found: ActView) -> dict[str, Any]:
    return {
        "act": found, "figures": figures(found), "loan_id": _loan_id(found),
        "is_own": found.maker_id == request.employee.employee_id,
    }  # fmt: skip
