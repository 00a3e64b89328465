"""CDAT (S16, B6): work out, review, approve, open; its page; what becomes of it; an early end."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.intent import Intent
from minga.access.require_approval import voids_what_changed
from minga.doors.web.approve import approval_of, start_approval, uses_up
from minga.doors.web.exit_receipt import to_receipt
from minga.doors.web.forms.term_deposit import EVERY, InstructionForm, TermDepositForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.doors.web.look_again import CHANGED, has_changed, look_again
from minga.doors.web.progress_chart import of_deposit
from minga.doors.web.rates import ea
from minga.doors.web.templatetags.money import cop, day_long
from minga.doors.web.term_pages import deposit_or_404
from minga.doors.web.term_words import refused
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal
from minga.ledger import former
from minga.payments import cancel_term_deposit as exit_case
from minga.payments.exit_receipts import deposit_receipt
from minga.payments.gmf_room import Tax
from minga.payments.open_term_deposit import (
    DepositOrder,
    open_term_deposit,
    opened_before,
    quote_deposit,
)
from minga.savings import instruct_term_deposit as instruct_case
from minga.savings.models import MaturityInstruction
from minga.savings.queries import products_of
from minga.savings.term_queries import TermView, plans_offered
from minga.savings.term_renewals import follower_of, renewal_of
from minga.savings.term_terms import TermQuote

DONE = {
    "abierto": "Tu CDAT está abierto",
    "instruccion": "Guardamos lo que quieres hacer al vencer",
}


@require_safe
@members_only
def new_term_deposit(request: MemberRequest) -> HttpResponse:
    """The form, and below it what such a deposit would earn; nothing is kept."""
    at = clock.now()
    plans = plans_offered(clock.business_date(at))
    products = products_of(request.member.id)
    asked = "valor" in request.GET
    form = TermDepositForm(
        request.GET if asked else None, products=products, plans=plans, initial=request.kept
    )
    shown: dict[str, Any] = {"form": form, "none_possible": not (plans and _payers(products))}
    if asked and form.is_valid():
        try:
            shown |= _quoted(request, form, at)
        except Refusal as refusal:
            form.add_error(*refused(refusal))
    return render(request, "web/new_term_deposit.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def open_deposit(request: MemberRequest) -> HttpResponse:
    """Everything before consent; the approval is of exactly what is shown here.

    Its address carries the key of the order: whoever comes back to it finds what it opened.
    """
    at, key = clock.now(), _key(request)
    before = opened_before(request.member.id, key)
    if before is not None:
        return redirect("web:term_deposit", before)
    plans = plans_offered(clock.business_date(at))
    form = TermDepositForm(request.GET, products=products_of(request.member.id), plans=plans)
    if not form.is_valid():
        return redirect(f"{reverse('web:new_term_deposit')}?{request.GET.urlencode()}")
    try:
        shown = _quoted(request, form, at)
        if request.method != "POST":
            shown |= {
                "key": key, "has_changed": has_changed(request),
                "is_approved": approval_of(request, _to_open(shown)) is not None,
            }  # fmt: skip
            return render(request, "web/open_term_deposit.html", shown)
        return _open(request, shown, key, at)
    except Refusal as refusal:
        _, problem = refused(refusal)
        if request.method == "POST":
            return look_again(request, request.path, orden=str(key))
        page = {"problem": problem, "change_url": _to_change(request)}
        return render(request, "web/open_term_deposit.html", page, status=409)


def _open(request: MemberRequest, shown: dict[str, Any], key: UUID, at: datetime) -> HttpResponse:
    intent = _to_open(shown)
    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, return_to=request.get_full_path())
    approve = uses_up(request, approval_id, intent, at)
    made = voids_what_changed(open_term_deposit)(
        member_id=request.member.id, order=shown["order"], key=key, at=at,
        shown_tax=shown["tax"].tax, approve=approve,
    )  # fmt: skip
    return redirect(f"{reverse('web:term_deposit', args=[made.id])}?listo=abierto")


def _to_open(shown: dict[str, Any]) -> Intent:
    order: DepositOrder = shown["order"]
    quote: TermQuote = shown["quote"]
    tax: Tax = shown["tax"]
    return Intent(
        operation="open_term_deposit",
        amount=order.amount,
        destination=f"a un CDAT a {order.days} días",
        details={
            "Tasa": ea(quote.rate_ea),
            "Vence": day_long(quote.matures_on),
            "Costo (4x1000)": cop(tax.tax),
            "Al vencer": str(order.instruction.label),
        },
        bound={
            "source": str(order.source_id), "plan": order.plan_code, "rate": order.rate_ea,
            "every": str(order.pays_every_months),
        },
    )  # fmt: skip


@require_safe
@members_only
def term_deposit(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """Days left, earned so far, what happens at the end; 404 for another member's."""
    view = deposit_or_404(request, deposit_id)
    today = clock.business_date(clock.now())
    return render(
        request,
        "web/term_deposit.html",
        {
            "deposit": view,
            "rate": ea(view.rate_ea),
            "net_at_maturity": view.net_at_maturity,
            "done": DONE.get(request.GET.get("listo", "")),
            "renewal": renewal_of(request.member.id, deposit_id, today),
            "follower": follower_of(request.member.id, deposit_id),
            "until": _until(view),
            "progress": of_deposit(view),
            "receipt": None if view.is_open else deposit_receipt(request.member.id, deposit_id),
            "has_movements": bool(view.brought_on) and former.has_movements(view.id),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def instruct_term_deposit(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """What is to become of it at the end."""
    view = deposit_or_404(request, deposit_id)
    form = InstructionForm(
        request.POST if request.method == "POST" else None,
        initial={"instruccion": view.instruction},
    )
    if form.is_valid():
        try:
            instruct_case.instruct_term_deposit(
                member_id=request.member.id, deposit_id=deposit_id,
                what=MaturityInstruction(form.cleaned_data["instruccion"]), at=clock.now(),
            )  # fmt: skip
        except (instruct_case.DepositEnded, instruct_case.TooLateToInstruct) as refusal:
            form.add_error(*refused(refusal))
        else:
            address = reverse("web:term_deposit", args=[deposit_id])
            return redirect(f"{address}?listo=instruccion")
    status = 422 if form.errors else 200
    page = {"form": form, "deposit": view, "until": _until(view)}
    return render(request, "web/instruct_term_deposit.html", page, status=status)


def _until(view: TermView) -> date | None:
    """The last day on which what becomes of it can be changed, while it is not over."""
    today = clock.business_date(clock.now())
    return view.instructed_until if today <= view.instructed_until else None


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def cancel_term_deposit(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """What an early end costs, shown before it is approved, and then exactly that."""
    view = deposit_or_404(request, deposit_id)
    if view.ended_how == "cancelled":  # twice, or back after it was done
        return redirect("web:deposit_exit_receipt", deposit_id)
    shown: dict[str, Any] = {"deposit": view, "has_changed": has_changed(request)}
    try:
        quoted = exit_case.quote_exit(request.member.id, deposit_id, clock.now())
        if request.method == "POST":
            return _cancel(request, view, quoted)
        intent = _to_cancel(view, quoted)
        shown |= {"quote": quoted, "is_approved": approval_of(request, intent) is not None}
    except Refusal as refusal:
        _, shown["problem"] = refused(refusal)
        if request.method == "POST":
            return look_again(request, request.path)
    status = 409 if "problem" in shown else 200
    return render(request, "web/cancel_term_deposit.html", shown, status=status)


def _cancel(request: MemberRequest, view: TermView, quoted: exit_case.ExitQuote) -> HttpResponse:
    intent = _to_cancel(view, quoted)
    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, return_to=request.path)
    at = clock.now()
    approve = uses_up(request, approval_id, intent, at)
    voids_what_changed(exit_case.cancel_term_deposit)(
        member_id=request.member.id, deposit_id=view.id, pays=quoted.pays, at=at, approve=approve
    )
    return to_receipt("web:deposit_exit_receipt", view.id)


def _to_cancel(view: TermView, quoted: exit_case.ExitQuote) -> Intent:
    return Intent(
        operation="cancel_term_deposit",
        amount=quoted.pays,
        destination="a tu cuenta, cancelando tu CDAT",
        details={"CDAT": view.number, "Intereses que dejas de recibir": cop(quoted.lost)},
        bound={"deposit": str(view.id)},
    )


def _quoted(request: MemberRequest, form: TermDepositForm, at: Any) -> dict[str, Any]:
    """The order of a valid form with what it would earn and cost today."""
    data = form.cleaned_data
    draft = {
        "source_id": UUID(data["origen"]), "plan_code": data["plan"], "amount": data["valor"],
        "days": data["dias"], "pays_every_months": int(data["cada"]),
        "instruction": MaturityInstruction(data["instruccion"]),
    }  # fmt: skip
    quote, tax = quote_deposit(request.member.id, DepositOrder(**draft, rate_ea=""), at)
    order = DepositOrder(**draft, rate_ea=str(quote.rate_ea))
    return {
        "order": order, "quote": quote, "tax": tax, "rate": ea(quote.rate_ea),
        "total": order.amount + tax.tax, "every": dict(EVERY)[data["cada"]],
        "source": form.source_words,
        "open_url": f"{reverse('web:open_deposit')}?{_asked(request)}&orden={uuid7()}",
        "change_url": _to_change(request),
    }  # fmt: skip


def _to_change(request: MemberRequest) -> str:
    """The form with what was filled in."""
    return f"{reverse('web:new_term_deposit')}?{_asked(request)}"


def _asked(request: MemberRequest) -> str:
    """What was filled in; another order has another key."""
    asked = request.GET.copy()
    asked.pop("orden", None)
    asked.pop(CHANGED, None)
    return asked.urlencode()


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("orden") or request.GET.get("orden", ""))
    except ValueError:
        return uuid7()


def _payers(products: Any) -> bool:
    return any(one.can_pay_out for one in products)
