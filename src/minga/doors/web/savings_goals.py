"""Metas de ahorro: fill one in, approve it, see how far it is, take it out before its day."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.intent import Intent
from minga.access.require_approval import voids_what_changed
from minga.doors.web.approve import approval_for, approval_of
from minga.doors.web.exit_receipt import to_receipt
from minga.doors.web.forms.savings_goal import SavingsGoalForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.doors.web.look_again import has_changed, look_again
from minga.doors.web.rates import ea
from minga.doors.web.templatetags.money import cop, day_long, masked
from minga.kit import clock
from minga.kit.money import ZERO, Money, NotMoney
from minga.kit.parameters import MissingParameter
from minga.kit.refusal import Refusal
from minga.ledger.entry import InsufficientFunds
from minga.payments import close_goal as close_case
from minga.payments.exit_receipts import goal_receipt
from minga.savings import goal_terms as terms
from minga.savings.goal_queries import GoalView, goal_of
from minga.savings.goal_terms import GoalOrder, plans_of_goals
from minga.savings.open_goal import goal_opened_by, open_goal
from minga.savings.propose_goal import propose_goal, proposed_goal
from minga.savings.queries import product_of, products_of

FROM = "desde"
DONE = {
    "abierta": "Tu meta está creada",
    "retirada": "Tu meta terminó. No había dinero en ella",
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new_goal(request: MemberRequest) -> HttpResponse:
    """The form; what it asks for is kept and reviewed before anything is opened. What was filled
    in before (`?desde=`) comes back to be changed."""
    at = clock.now()
    plans = [plan for plan, _ in plans_of_goals(clock.business_date(at))]
    products = products_of(request.member.id)
    asked = request.POST if request.method == "POST" else None
    initial = _filled_in(request) | request.kept
    form = SavingsGoalForm(asked, products=products, plans=plans, initial=initial)
    if form.is_valid():
        try:
            order = propose_goal(
                member_id=request.member.id, order=_order(form.cleaned_data), at=at
            )
        except terms.GoalRefused as refusal:
            form.add_error(*_refused(refusal))
        else:
            return redirect("web:review_goal", order)
    shown = {
        "form": form,
        "none_possible": not (plans and any(one.can_pay_out for one in products)),
    }
    return render(request, "web/new_goal.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def review_goal(request: MemberRequest, order_id: UUID) -> HttpResponse:
    """Everything before consent; the approval is of exactly what is shown, and it is one goal."""
    order = proposed_goal(request.member.id, order_id)
    if order is None:
        raise Http404
    before = goal_opened_by(request.member.id, order_id)
    if before is not None:
        return redirect("web:goal", before)
    intent = _intent(request, order, order_id)
    shown: dict[str, Any] = {
        "order": order, "payer": intent.details["Sale de"], "plan": _plan_words(order.plan_code),
        "change_url": f"{reverse('web:new_goal')}?{urlencode({FROM: order_id})}",
        "short_of": max(ZERO, order.target - order.gathered),
        "is_approved": approval_of(request, intent) is not None,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "web/review_goal.html", shown)
    approved = approval_for(request, intent, return_to=request.path)
    if isinstance(approved, HttpResponse):
        return approved
    try:
        made = voids_what_changed(open_goal)(
            member_id=request.member.id, order=order, key=order_id, at=clock.now(),
            approve=approved,
        )  # fmt: skip
    except terms.GoalRefused as refusal:
        shown["problem"] = _refused(refusal)[1]
        return render(request, "web/review_goal.html", shown, status=409)
    return redirect(f"{reverse('web:goal', args=[made])}?listo=abierta")


def _intent(request: MemberRequest, order: GoalOrder, order_id: UUID) -> Intent:
    payer = product_of(request.member.id, order.pays_from)
    return Intent(
        operation="open_goal",
        amount=order.quota,
        destination="cada mes a tu meta de ahorro",
        details={
            "Meta": order.name, "Quieres reunir": cop(order.target),
            "Sale de": f"{payer.name} {masked(payer.tail)}" if payer else "Tu cuenta de ahorros",
            "Primera cuota": day_long(order.starts_on), "Termina": day_long(order.ends_on),
        },
        bound={"order": str(order_id), "plan": order.plan_code, "payer": str(order.pays_from)},
    )  # fmt: skip


def _plan_words(code: str) -> str:
    """The plan's rate and, if it has one, that of an early end."""
    for plan, in_force in plans_of_goals(clock.business_date(clock.now())):
        if plan.code == code:
            early = in_force.early_rate_ea
            words = ea(in_force.rate_ea)
            return words if early is None else f"{words}; si la retiras antes, {ea(early)}"
    return ""


@require_safe
@members_only
def goal(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """How far it is and what comes next; 404 for another member's."""
    view = _view(request, goal_id)
    receipt = None if view.is_open else goal_receipt(request.member.id, goal_id)
    return render(request, "web/goal.html", _shown(request, view) | {"receipt": receipt})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def close_goal(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """What comes home, and then exactly that."""
    view = _view(request, goal_id)
    shown = _shown(request, view) | {"has_changed": has_changed(request)}
    if not view.is_open:
        return _done(request, goal_id)
    try:
        quoted = close_case.quote_exit(request.member.id, goal_id, clock.now())
        if request.method == "POST":
            close_case.close_goal(
                member_id=request.member.id, account_id=goal_id, pays=_reviewed(request),
                at=clock.now(),
            )  # fmt: skip
            return _done(request, goal_id)
    except (close_case.NoHome, InsufficientFunds, MissingParameter):
        shown["problem"] = "Hoy no podemos pasar ese dinero. Acércate a tu cooperativa."
    except close_case.GoalExitChanged:
        return look_again(request, request.path)
    except close_case.GoalOver:
        return _done(request, goal_id)
    else:
        rate = quoted.exit.rate_ea
        shown |= {"quote": quoted, "early_rate": ea(rate) if rate is not None else ""}
    status = 409 if "problem" in shown else 200
    return render(request, "web/close_goal.html", shown, status=status)


def _done(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """To the comprobante; to the goal's page when there was nothing in it to come home."""
    if goal_receipt(request.member.id, goal_id) is None:
        return redirect(f"{reverse('web:goal', args=[goal_id])}?listo=retirada")
    return to_receipt("web:goal_exit_receipt", goal_id)


def _reviewed(request: MemberRequest) -> Money:
    """What the page had shown; anything else is never what would be paid."""
    try:
        return Money.of(request.POST.get("recibes", ""))
    except NotMoney:
        return Money.of(-1)


def _filled_in(request: MemberRequest) -> dict[str, Any]:
    """The member's own order that `?desde=` names, as people write it."""
    try:
        order = proposed_goal(request.member.id, UUID(request.GET.get(FROM, "")))
    except ValueError:
        order = None
    if order is None:
        return {}
    return {
        "plan": order.plan_code, "nombre": order.name, "meta": _written(order.target),
        "cuota": _written(order.quota), "primera": order.starts_on.isoformat(),
        "meses": order.months, "origen": str(order.pays_from),
    }  # fmt: skip


def _written(amount: Money) -> str:
    return cop(amount).removeprefix("$\u00a0")


def _order(data: dict[str, Any]) -> GoalOrder:
    return GoalOrder(
        plan_code=data["plan"], name=data["nombre"], target=data["meta"], quota=data["cuota"],
        starts_on=data["primera"], months=data["meses"], pays_from=UUID(data["origen"]),
    )  # fmt: skip


def _refused(refusal: Refusal) -> tuple[str, str]:
    """The field it belongs to, and what to do."""
    match refusal:
        case terms.QuotaBelowMinimum():
            return "cuota", f"La cuota de este plan es desde {cop(refusal.minimum)}."
        case terms.QuotaAboveTarget():
            return "cuota", "La cuota no puede ser mayor que tu meta."
        case terms.FirstQuotaPast():
            return "primera", "Elige un día desde mañana."
        case terms.GoalTooShort():
            return "meses", f"Este plan es de {refusal.days_min} días o más. Escribe más meses."
        case terms.UnknownPayer():
            return "origen", "Elige una de tus cuentas de ahorros."
    return "plan", "Este plan ya no se ofrece. Elige otro."


def _shown(request: MemberRequest, view: GoalView) -> dict[str, Any]:
    rate = view.rate_ea
    return {
        "goal": view,
        "rate": ea(rate) if rate is not None else "",
        "picture": {"width": f"{6 * view.percent}", "marks": (150, 300, 450)},
        "payer": masked(view.payer_number[-4:]) if view.payer_number else "",
        "done": DONE.get(request.GET.get("listo", "")),
    }


def _view(request: MemberRequest, goal_id: UUID) -> GoalView:
    found = goal_of(request.member.id, goal_id, clock.business_date(clock.now()))
    if found is None:
        raise Http404
    return found
