"""Forgiving a cost of collection: one person with the role that decides, and a reason."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.doors.office.act_words import REFUSED, fault
from minga.doors.office.bad_loans import known, loan_unseen
from minga.doors.office.forms.bad_loans import ForgiveForm
from minga.doors.office.gate import StaffRequest
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.kit.money import Money
from minga.loans.forgive_collection_cost import CostChanged, forgive_collection_cost
from minga.loans.staff_queries import ChargeRow


@require_http_methods(["GET", "HEAD", "POST"])
def forgive_cost(request: StaffRequest, loan_id: UUID, charge_id: int) -> HttpResponse:
    """What is left of it, and why nobody owes it any more; what changed meanwhile is shown again
    first."""
    found = known(loan_id)
    page = loan_unseen(request, found)
    if page is not None:
        return page
    charge = _charge(found.charges, charge_id)
    form = ForgiveForm(request.POST or None, initial={"visto": charge.left.amount})
    if request.method == "POST" and form.is_valid():
        try:
            forgive_collection_cost(
                charge_id=charge_id, employee_id=request.employee.employee_id,
                seen=Money(form.cleaned_data["visto"]), reason=form.cleaned_data["motivo"],
                by=visitor(request), at=clock.now(),
            )  # fmt: skip
            return redirect("office:loan_file", loan_id)
        except REFUSED as refusal:
            if isinstance(refusal, CostChanged):
                charge = _charge(known(loan_id).charges, charge_id)
                form = _shown_again(form, charge)
            form.add_error(*fault(refusal))
    elif not charge.left:
        return redirect("office:loan_file", loan_id)
    shown = {"form": form, "file": found, "charge": charge}
    status = 422 if form.errors else 200
    return render(request, "office/forgive_cost.html", shown, status=status)


def _charge(charges: tuple[ChargeRow, ...], charge_id: int) -> ChargeRow:
    found = next((one for one in charges if one.id == charge_id), None)
    if found is None:
        raise Http404
    return found


def _shown_again(form: ForgiveForm, charge: ChargeRow) -> ForgiveForm:
    """With what was typed, for what is left now."""
    typed: dict[str, Any] = {**form.cleaned_data, "visto": charge.left.amount}
    return ForgiveForm(typed)
