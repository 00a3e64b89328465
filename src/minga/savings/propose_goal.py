"""Keep a goal that a member filled in, to be reviewed and confirmed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.savings.goal_terms import GoalOrder, check_order, check_payer
from minga.savings.models import GoalIntent


def propose_goal(*, member_id: UUID, order: GoalOrder, at: datetime) -> UUID:
    """Keeps the order and returns its id, the key it is opened with. Raises what `open_goal`
    does."""
    with transaction.atomic(durable=True):
        plan = check_order(order, business_date(at))
        check_payer(member_id, order.pays_from)
        kept = GoalIntent.objects.create(
            member_id=member_id, plan=plan, name=order.name, target=order.target.amount,
            quota=order.quota.amount, starts_on=order.starts_on, months=order.months,
            pays_from_id=order.pays_from, created_at=at,
        )  # fmt: skip
    return kept.id


def proposed_goal(member_id: UUID, intent_id: UUID) -> GoalOrder | None:
    """The order as it was filled in; None when the member has no such order."""
    kept = (
        GoalIntent.objects.select_related("plan").filter(id=intent_id, member_id=member_id).first()
    )
    if kept is None:
        return None
    return GoalOrder(
        plan_code=kept.plan.code, name=kept.name, target=Money(kept.target),
        quota=Money(kept.quota), starts_on=kept.starts_on, months=kept.months,
        pays_from=kept.pays_from_id,
    )  # fmt: skip
