"""Metas de ahorro: open one, see how far it is, take its money out before its day."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.web.forms.savings_goal import SavingsGoalForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.rates import ea
from minga.doors.web.templatetags.money import cop, masked
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal
from minga.ledger.entry import InsufficientFunds
from minga.payments import close_goal as close_case
from minga.savings import goal_terms as terms
from minga.savings.goal_queries import GoalView, goal_of
from minga.savings.goal_terms import GoalOrder, plans_of_goals
from minga.savings.open_goal import open_goal
from minga.savings.queries import products_of

DONE = {
    "abierta": "Tu meta está creada",
    "retirada": "Tu meta terminó y el dinero está en tu cuenta de ahorros",
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new_goal(request: MemberRequest) -> HttpResponse:
    """The form; the same button twice is one goal."""
    at = clock.now()
    plans = [plan for plan, _ in plans_of_goals(clock.business_date(at))]
    products = products_of(request.member.id)
    asked = request.POST if request.method == "POST" else None
    form = SavingsGoalForm(asked, products=products, plans=plans)
    if form.is_valid():
        try:
            goal = open_goal(
                member_id=request.member.id, order=_order(form.cleaned_data), key=_key(request),
                at=at,
            )  # fmt: skip
        except terms.GoalRefused as refusal:
            form.add_error(*_refused(refusal))
        else:
            return redirect(f"{reverse('web:goal', args=[goal])}?listo=abierta")
    shown = {
        "form": form,
        "key": request.POST.get("orden") or uuid7(),
        "none_possible": not (plans and any(one.can_pay_out for one in products)),
    }
    return render(request, "web/new_goal.html", shown, status=422 if form.errors else 200)


@require_safe
@members_only
def goal(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """How far it is and what comes next; 404 for another member's."""
    view = _view(request, goal_id)
    return render(request, "web/goal.html", _shown(request, view))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def close_goal(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """What comes home, and then exactly that."""
    view = _view(request, goal_id)
    shown = _shown(request, view)
    if not view.is_open:
        return redirect("web:goal", goal_id)
    if request.method == "POST":
        try:
            close_case.close_goal(member_id=request.member.id, account_id=goal_id, at=clock.now())
        except (close_case.NoHome, InsufficientFunds):
            shown["problem"] = "Hoy no podemos pasar ese dinero. Acércate a tu cooperativa."
            return render(request, "web/close_goal.html", shown, status=409)
        except close_case.GoalOver:
            return redirect("web:goal", goal_id)
        return redirect(f"{reverse('web:goal', args=[goal_id])}?listo=retirada")
    return render(request, "web/close_goal.html", shown)


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
        "payer": masked(view.payer_number[-4:]) if view.payer_number else "",
        "done": DONE.get(request.GET.get("listo", "")),
    }


def _view(request: MemberRequest, goal_id: UUID) -> GoalView:
    found = goal_of(request.member.id, goal_id, clock.business_date(clock.now()))
    if found is None:
        raise Http404
    return found


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("orden", ""))
    except ValueError:
        return uuid7()
