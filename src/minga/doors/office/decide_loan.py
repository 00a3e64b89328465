"""The second person's word on a request, bound to the proposal that this page shows."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.doors.office.forms.study import DecideForm, changed_meanwhile
from minga.doors.office.gate import StaffRequest
from minga.doors.office.loan_requests import sent, subject_of, title_of, whole
from minga.doors.office.loan_words import REFUSED, agreed_quote, capacity_of, fault
from minga.doors.office.reason import unseen
from minga.kit import clock
from minga.loans.decide_request import ProposalChanged, decide
from minga.loans.request_queries import RequestView

WORDS = {
    "yes": "Apruebo: el asociado puede firmar",
    "no": "No apruebo",
    "words": "Mensaje para el asociado (obligatorio si no apruebas)",
}


@require_http_methods(["GET", "HEAD", "POST"])
def decide_loan(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Yes or no; a proposal that changed meanwhile is shown again before anything is decided."""
    found = sent(request_id)
    page = unseen(
        request, subject=subject_of(request_id), what="loan_request", title=title_of(found)
    )
    if page is not None:
        return page
    if not found.agreed or not whole(found)["can_decide"]:
        return redirect("office:loan_request", request_id)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            decide(
                request_id=request_id, staff=request.employee.actor, approve=form.approves,
                why=form.cleaned_data["mensaje"], seen=form.cleaned_data["visto"], at=clock.now(),
            )  # fmt: skip
            return redirect("office:loan_request", request_id)
        except REFUSED as refusal:
            found = sent(request_id)
            if not found.agreed:
                return redirect("office:loan_request", request_id)
            if isinstance(refusal, ProposalChanged):
                form = changed_meanwhile(form, found.proposal_digest, **WORDS)
            form.add_error(*fault(refusal))
    quote = agreed_quote(found, clock.business_date(clock.now()))
    shown = whole(found) | {
        "form": form, "quote": quote, "capacity": capacity_of(found, quote),
        "is_own": found.maker == request.employee.actor,
    }  # fmt: skip
    return render(request, "office/decide_loan.html", shown, status=422 if form.errors else 200)


def _form(request: StaffRequest, found: RequestView) -> DecideForm:
    return DecideForm(request.POST or None, initial={"visto": found.proposal_digest}, **WORDS)
