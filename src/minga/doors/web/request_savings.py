"""«Solicitar productos», ahorro (S16): which accounts there are, asking for one, following it."""

import contextlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.web.forms.request_savings import RequestSavingsForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.rates import ea
from minga.doors.web.templatetags.money import cop
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.ledger.entry import InsufficientFunds
from minga.payments import ask_account as use_case
from minga.payments.open_term_deposit import UnknownSource
from minga.savings.account_offer import account_offer, accounts_offered
from minga.savings.account_request_queries import AccountRequestView, account_request_of
from minga.savings.account_requests import AccountRequestOver, withdraw_account_request
from minga.savings.goal_terms import plans_of_goals
from minga.savings.least_balance import BelowLeastBalance
from minga.savings.models import AccountStep
from minga.savings.queries import products_of

NEXT = {
    AccountStep.SENT: "La tenemos. Mira aquí en qué va, o pregunta en tu cooperativa.",
    AccountStep.OPENED: "Ya puedes usarla.",
    AccountStep.REJECTED: "Si quieres saber más, pregunta en tu cooperativa.",
    AccountStep.WITHDRAWN: "La retiraste. No sigue adelante.",
}


@require_safe
@members_only
def request_savings(request: MemberRequest) -> HttpResponse:
    """Accounts and goals that are offered today."""
    on = clock.business_date(clock.now())
    shown = {
        "offers": [(one, ea(one.rate_ea)) for one in accounts_offered(request.member.id, on)],
        "has_goals": bool(plans_of_goals(on)),
    }
    return render(request, "web/request_savings.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def ask_account(request: MemberRequest, code: str) -> HttpResponse:
    """Everything before it is asked for; the same button twice is one request."""
    at = clock.now()
    offer = account_offer(request.member.id, code, clock.business_date(at))
    key = _key(request)
    if offer is None:
        raise Http404
    before = use_case.asked_before(request.member.id, key) or offer.asked
    if before is not None:
        return redirect("web:account_request", before)
    products = products_of(request.member.id)
    form = RequestSavingsForm(
        request.POST if request.method == "POST" else None, products=products,
        needs_source=bool(offer.opening) and not offer.has_one, initial=request.kept,
    )  # fmt: skip
    if form.is_valid():
        try:
            asked = use_case.ask_account(
                member_id=request.member.id, plan_code=code, source_id=form.source_id, key=key,
                at=at,
            )  # fmt: skip
            return redirect("web:account_request", asked.request_id)
        except use_case.AlreadyAsked:  # a moment ago: the page, read again, leads there
            return redirect("web:ask_account", code)
        except (InsufficientFunds, BelowLeastBalance):
            form.add_error("origen", f"De esa cuenta no pueden salir {cop(offer.opening)} hoy.")
        except UnknownSource:
            form.add_error("origen", "Elige una de tus cuentas.")
    shown = {
        "offer": offer, "rate": ea(offer.rate_ea), "form": form, "key": key,
        "at_once": not offer.has_one and (not offer.opening or form.has_sources),
    }  # fmt: skip
    return render(request, "web/ask_account.html", shown, status=422 if form.errors else 200)


@require_safe
@members_only
def account_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Where it stands and what happened; 404 for another member's."""
    found = _mine(request, request_id)
    shown: dict[str, Any] = {"request_": found, "next": NEXT[found.status]}
    return render(request, "web/account_request.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def take_back_account_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Asks once, and takes it back."""
    found = _mine(request, request_id)
    if request.method == "POST":
        with contextlib.suppress(AccountRequestOver):  # the page it leads to says where it stands
            withdraw_account_request(
                member_id=request.member.id, request_id=request_id, at=clock.now()
            )
        return redirect("web:account_request", request_id)
    if not found.can_withdraw:
        return redirect("web:account_request", request_id)
    return render(request, "web/take_back_account_request.html", {"request_": found})


def _mine(request: MemberRequest, request_id: UUID) -> AccountRequestView:
    found = account_request_of(request.member.id, request_id)
    if found is None:
        raise Http404
    return found


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("orden") or request.kept.get("orden", ""))
    except ValueError:
        return uuid7()
