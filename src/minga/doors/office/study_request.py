"""What an analyst does with a request: ask for what is missing, or propose what to lend."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from minga.doors.office.forms.study import MissingForm, ProposeForm
from minga.doors.office.gate import StaffRequest
from minga.doors.office.loan_requests import sent, subject_of, title_of, whole
from minga.doors.office.loan_words import REFUSED, capacity_of, fault, quote_of
from minga.doors.office.reason import unseen
from minga.kit import clock
from minga.loans.decide_request import Proposal, propose
from minga.loans.decide_request import ask_missing as ask_case
from minga.loans.lines import Line, LineNotOffered, line_offered
from minga.loans.renew_offer import TermsMoved
from minga.loans.renew_offer import renew_offer as renew_case
from minga.loans.request_queries import RequestView

COUNT = "calcular"


@require_http_methods(["GET", "HEAD", "POST"])
def ask_missing(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Gives the request back, with words that its member reads."""
    found = sent(request_id)
    page = _unseen(request, found)
    if page is not None:
        return page
    form = MissingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_case(
                request_id=request_id, staff=request.employee.actor,
                what=form.cleaned_data["mensaje"], at=clock.now(),
            )  # fmt: skip
            return redirect("office:loan_request", request_id)
        except REFUSED as refusal:
            form.add_error(*fault(refusal))
    shown = {"form": form, "request_": found}
    return render(request, "office/ask_missing.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_loan(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """What to lend, worked out as often as one likes before it is proposed."""
    found = sent(request_id)
    page = _unseen(request, found)
    if page is not None:
        return page
    form = ProposeForm(request.POST or None, asked=found, line=_line(found))
    if request.method == "POST" and form.is_valid() and COUNT not in request.POST:
        try:
            propose(
                request_id=request_id, staff=request.employee.actor, at=clock.now(),
                proposal=Proposal(conditions=form.cleaned_data["condiciones"], **form.terms),
            )  # fmt: skip
            return redirect("office:loan_request", request_id)
        except REFUSED as refusal:
            form.add_error(*fault(refusal))
    shown = {"form": form, "request_": found} | _worked_out(found, form)
    return render(request, "office/propose_loan.html", shown, status=422 if form.errors else 200)


@require_POST
def renew_offer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Lets an offer that nobody signed in time be signed once more."""
    found = sent(request_id)
    page = _unseen(request, found)
    if page is not None:
        return page
    try:
        renew_case(request_id=request_id, staff=request.employee.actor, at=clock.now())
    except (TermsMoved, *REFUSED) as refusal:
        shown = whole(found) | {"problem": fault(refusal)[1]}
        return render(request, "office/loan_request.html", shown, status=409)
    return redirect("office:loan_request", request_id)


def _unseen(request: StaffRequest, found: RequestView) -> HttpResponse | None:
    return unseen(request, subject=subject_of(found.id), what="loan_request", title=title_of(found))


def _line(found: RequestView) -> Line | None:
    try:
        return line_offered(found.line_id, clock.business_date(clock.now()))
    except LineNotOffered:
        return None


def _worked_out(found: RequestView, form: ProposeForm) -> dict[str, Any]:
    """The instalment and the month with it, of what is written or of what was asked for."""
    on = clock.business_date(clock.now())
    quote = None
    if not form.is_bound:
        quote = quote_of(found, on)
    elif form.fields.keys() <= form.cleaned_data.keys():
        quote = quote_of(found, on, **form.terms)
    return {"quote": quote, "capacity": capacity_of(found, quote)}
