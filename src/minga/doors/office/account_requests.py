"""Requests for accounts at sight: what waits, one of them, and the answer of one employee."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.office.forms.account_requests import AnswerForm
from minga.doors.office.gate import StaffRequest
from minga.doors.office.member_products import products_shown
from minga.doors.office.pages import cursor, cut, more_url, who_acted
from minga.doors.office.reason import unseen
from minga.doors.web.rates import ea
from minga.kit import clock
from minga.kit.money import Money
from minga.savings.account_request_queries import (
    PAGE_SIZE,
    AccountRequestView,
    account_request_for_staff,
    account_request_rows,
)
from minga.savings.account_requests import AccountRequestOver, decide_account_request
from minga.savings.fees import fees_of
from minga.savings.models import AccountStep, FeeKind, ProductKind
from minga.savings.plans_in_force import terms_of
from minga.staff.refusals import OneselfConcerned

STATES: dict[str, tuple[str, AccountStep | None]] = {
    "espera": ("Por responder", AccountStep.SENT),
    "abierta": ("Cuentas abiertas", AccountStep.OPENED),
    "negada": ("Negadas", AccountStep.REJECTED),
    "retirada": ("Retiradas por el asociado", AccountStep.WITHDRAWN),
    "todas": ("Todas", None),
}


@require_safe
def account_requests(request: StaffRequest) -> HttpResponse:
    """A page of requests: those that wait, the oldest first; the others, the newest first."""
    state = request.GET.get("estado", "espera")
    state = state if state in STATES else "espera"
    title, status = STATES[state]
    after = cursor(request.GET.get("despues", ""))
    rows, last = cut(account_request_rows(status, after=after, limit=PAGE_SIZE + 1), PAGE_SIZE)
    shown = {
        "rows": rows, "state": state, "title": title,
        "states": [(key, words) for key, (words, _) in STATES.items()],
        "next_url": last and more_url(request, despues=f"{last.asked_at.isoformat()}_{last.id}"),
    }  # fmt: skip
    return render(request, "office/account_requests.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def account_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """What helps to answer one, and the form to do it; each look is written down."""
    found = _known(request_id)
    return _unseen(request, found) or render(
        request, "office/account_request.html", _whole(found) | {"form": AnswerForm()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_account(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Opens the account or says no; whoever comes second is told what the first one did."""
    found = _known(request_id)
    page = _unseen(request, found)
    if page is not None:
        return page
    if request.method != "POST":
        return redirect("office:account_request", request_id)
    form, problem = AnswerForm(request.POST), ""
    if form.is_valid():
        try:
            decide_account_request(
                number=found.number, staff=request.employee.actor, opens=form.opens,
                why=form.cleaned_data["mensaje"], at=clock.now(),
            )  # fmt: skip
            return redirect("office:account_request", request_id)
        except AccountRequestOver:
            problem = "Otra persona la respondió o el asociado la retiró: mira qué pasó."
            found = _known(request_id)
        except OneselfConcerned:
            form.add_error(None, "Nadie responde lo que pide. Que lo haga otra persona.")
    shown = _whole(found) | {"form": form, "problem": problem}
    return render(request, "office/account_request.html", shown, status=409 if problem else 422)


def _known(request_id: UUID) -> AccountRequestView:
    found = account_request_for_staff(request_id)
    if found is None:
        raise Http404
    return found


def _unseen(request: StaffRequest, found: AccountRequestView) -> HttpResponse | None:
    return unseen(
        request, subject=f"account_request:{found.id}", what="account_request",
        title=f"Solicitud {found.number}",
    )  # fmt: skip


def _whole(found: AccountRequestView) -> dict[str, Any]:
    on = clock.business_date(clock.now())
    names = who_acted(one.actor for one in found.story)
    return {
        "request_": found,
        "plan": _plan(found.plan_id, on),
        "products": products_shown(found.member_id, on),
        "story": [(names[one.actor], one) for one in found.story],
        "waits": found.status == AccountStep.SENT,
    }


def _plan(plan_id: UUID, on: date) -> dict[str, Any] | None:
    """What the plan is that day, in words; None when no terms of it are in force."""
    terms = terms_of(ProductKind.SIGHT, plan_id, on)
    if terms is None:
        return None
    fees = fees_of(plan_id, on)
    return {
        "rate": ea(terms.rate_ea),
        "opening": Money(terms.opening_min),
        "least": Money(terms.balance_min),
        "fees": [(what, fees[what]) for what in FeeKind if what in fees],
    }
