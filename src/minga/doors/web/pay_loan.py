"""«Pagar» a credit: choose what for, review with its cost and what it saves, confirm, receipt."""

import contextlib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.web.forms.pay_loan import PayLoanForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.look_again import has_changed, look_again
from minga.doors.web.pay_loan_words import KIND_WORDS, refused
from minga.doors.web.templatetags.money import SPACE, cop
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.kit.money import ZERO, Money, NotMoney
from minga.kit.refusal import Refusal
from minga.loans.pay_refusals import PayoffChanged, UnknownLoan
from minga.loans.plan_payment import PayKind
from minga.loans.queries import LoanView, loan_of, payment_of
from minga.payments import pay_loan as use_case
from minga.payments.compare_extra import Compared, compare_extra
from minga.payments.pay_loan import LoanOrder
from minga.savings.queries import products_of

ALREADY = "ya"


@require_safe
@members_only
def pay_loan(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """The form; what it asks is worked out before it goes on to the review. Nothing is kept."""
    at = clock.now()
    loan = _loan(request, loan_id, at)
    products = products_of(request.member.id)
    asked = "que" in request.GET and ALREADY not in request.GET
    form = PayLoanForm(
        request.GET if asked else None,
        products=products,
        initial=_filled_in(request) | request.kept,
    )
    if asked and form.is_valid():
        try:
            order = _order(form, loan)
            _all_or_nothing(form, order)
            use_case.quote_payment(request.member.id, order, at)
        except Refusal as refusal:
            form.add_error(*refused(refusal))
        else:
            return redirect(_address("web:review_loan_payment", loan, order))
    return render(
        request,
        "web/pay_loan.html",
        {
            "form": form, "loan": loan, "quoted": loan.owed,
            "none_possible": not any(one.can_pay_out for one in products),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def review_loan_payment(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """Everything before consent; confirming twice, or coming back later, is one payment."""
    at, key = clock.now(), _key(request)
    if request.method == "POST":
        return _confirm(request, loan_id, at)
    before = use_case.paid_before(request.member.id, key)
    if before is not None:
        return _to_receipt(before, already=True)
    loan = _loan(request, loan_id, at)
    form = PayLoanForm(request.GET, products=products_of(request.member.id))
    if not form.is_valid():
        return redirect(f"{reverse('web:pay_loan', args=[loan_id])}?{request.GET.urlencode()}")
    try:
        order = _order(form, loan)
        compared = compare_extra(request.member.id, order, at)
    except Refusal as refusal:
        return _refused_page(request, loan_id, refusal)
    shown = _shown(loan, form, order, compared) | {
        "key": key, "has_changed": has_changed(request),
    }  # fmt: skip
    return render(request, "web/review_loan_payment.html", shown)


@require_safe
@members_only
def loan_receipt(request: MemberRequest, payment_id: UUID) -> HttpResponse:
    """The comprobante; 404 for a payment that is not this member's."""
    found = payment_of(request.member.id, payment_id)
    if found is None:
        raise Http404
    payment, loan = found
    return render(
        request,
        "web/loan_receipt.html",
        {
            "payment": payment,
            "loan": loan,
            "kind": KIND_WORDS[payment.kind],
            "total": payment.amount + payment.tax,
            "already_done": ALREADY in request.GET,
        },
    )


def _confirm(request: MemberRequest, loan_id: UUID, at: datetime) -> HttpResponse:
    """Pays exactly what the review showed."""
    form = PayLoanForm(request.POST, products=products_of(request.member.id))
    if not form.is_valid() or form.cleaned_data["valor"] is None:
        return redirect("web:pay_loan", loan_id)
    order = LoanOrder(
        loan_id, UUID(form.cleaned_data["origen"]), form.kind, form.cleaned_data["valor"]
    )
    try:
        done = use_case.pay_loan(
            member_id=request.member.id, order=order, key=_key(request), at=at,
            shown_tax=_cost_shown(request),
        )  # fmt: skip
    except UnknownLoan as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        refused(refusal)
        fields = ("que", "valor", "origen", "orden")
        asked = {name: request.POST[name] for name in fields if name in request.POST}
        return look_again(request, request.path, **asked)
    return _to_receipt(done.id, already=done.made_at != at)


def _to_receipt(payment_id: UUID, *, already: bool) -> HttpResponse:
    address = reverse("web:loan_receipt", args=[payment_id])
    return redirect(f"{address}?{ALREADY}" if already else address)


def _all_or_nothing(form: PayLoanForm, order: LoanOrder) -> None:
    """What somebody wrote is never another sum without a word. Raises PayoffChanged."""
    written = form.cleaned_data["valor"]
    if order.kind is PayKind.PAYOFF and written not in (None, order.amount):
        raise PayoffChanged(order.amount)


def _order(form: PayLoanForm, loan: LoanView) -> LoanOrder:
    """Of a valid form; without an amount it is what is owed for what was chosen."""
    amount = form.cleaned_data["valor"]
    if form.kind is PayKind.PAYOFF:
        amount = loan.owed.payoff
    elif amount is None:
        amount = loan.next_amount
    return LoanOrder(loan.id, UUID(form.cleaned_data["origen"]), form.kind, amount)


def _shown(
    loan: LoanView, form: PayLoanForm, order: LoanOrder, compared: Compared
) -> dict[str, Any]:
    quote = compared.quote
    plan = quote.plan
    rest = plan.new_plan.schedule.instalments if plan.new_plan else ()
    return {
        "loan": loan, "order": order, "parts": plan.parts, "tax": quote.tax,
        "total": quote.total, "kind": KIND_WORDS[order.kind], "source": form.source_words,
        "saved": plan.interest_saved, "capital_after": plan.capital_after,
        "still_due": _still_due(loan, order), "old_instalment": _level(loan.ahead),
        "new_instalment": _level(rest), "new_last": rest[-1].due_date if rest else None,
        "new_count": len(rest), "ahead": loan.ahead, "other": _other(loan, order, compared),
        "change_url": _address("web:pay_loan", loan, order, change=True),
        "amount_typed": _typed(order.amount),
    }  # fmt: skip


def _other(loan: LoanView, order: LoanOrder, compared: Compared) -> dict[str, Any] | None:
    """The other choice for the same money, and the page that shows it whole."""
    if compared.other is None or compared.other_kind is None:
        return None
    plan = compared.other.plan
    rest = plan.new_plan.schedule.instalments if plan.new_plan else ()
    return {
        "kind": compared.other_kind.value,
        "saved": plan.interest_saved,
        "instalment": _level(rest),
        "count": len(rest),
        "url": _address("web:review_loan_payment", loan, replace(order, kind=compared.other_kind)),
    }


def _still_due(loan: LoanView, order: LoanOrder) -> Money:
    """What stays overdue when less than that is paid."""
    is_part = loan.owed.due and order.kind is PayKind.INSTALMENT
    return loan.owed.due - order.amount if is_part else ZERO


def _level(rest: Any) -> Money | None:
    """The next whole instalment of a plan that pays capital, or the next whole one where only the
    last does: the first one may be of a broken period."""
    if not rest:
        return None
    one = next((row for row in rest[1:-1] if row.principal), rest[min(1, len(rest) - 1)])
    instalment: Money = one.principal + one.interest
    return instalment


def _refused_page(request: MemberRequest, loan_id: UUID, refusal: Refusal) -> HttpResponse:
    if isinstance(refusal, UnknownLoan):
        raise Http404 from refusal
    _, problem = refused(refusal)
    return render(
        request,
        "web/review_loan_payment.html",
        {"problem": problem, "change_url": _to_change(request, loan_id)},
        status=409,
    )


def _to_change(request: MemberRequest, loan_id: UUID) -> str:
    """The form with what was filled in."""
    asked = request.POST or request.GET
    words = {name: asked[name] for name in ("que", "valor", "origen") if name in asked}
    return f"{reverse('web:pay_loan', args=[loan_id])}?{urlencode(words | {ALREADY: '1'})}"


def _address(name: str, loan: LoanView, order: LoanOrder, *, change: bool = False) -> str:
    words = {"que": order.kind.value, "valor": _typed(order.amount)}
    words["origen"] = str(order.source_id)
    if change:
        words[ALREADY] = "1"
    else:
        words["orden"] = str(uuid7())
    return f"{reverse(name, args=[loan.id])}?{urlencode(words)}"


def _filled_in(request: MemberRequest) -> dict[str, str]:
    """What comes back from the review to be changed, or what another page proposes."""
    given = request.GET
    words = {name: given[name] for name in ("que", "origen") if name in given}
    with contextlib.suppress(NotMoney):
        words["valor"] = cop(Money.typed(given.get("valor", ""))).removeprefix(f"${SPACE}")
    return {"que": PayKind.INSTALMENT.value} | words


def _typed(amount: Money) -> str:
    """To the centavo, as the form reads it: «1000», «1000,50»."""
    return f"{amount.amount:f}".removesuffix(".00").replace(".", ",")


def _cost_shown(request: MemberRequest) -> Money | None:
    """What the page that was confirmed said that it costs."""
    try:
        return Money(Decimal(request.POST.get("costo", "")))
    except (InvalidOperation, NotMoney):
        return None


def _loan(request: MemberRequest, loan_id: UUID, at: datetime) -> LoanView:
    found = loan_of(request.member.id, loan_id, clock.business_date(at))
    if found is None or not found.is_open or found.waits_for_plan:
        raise Http404
    return found


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("orden") or request.GET.get("orden", ""))
    except ValueError:
        return uuid7()
