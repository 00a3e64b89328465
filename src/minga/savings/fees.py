"""What plans charge for their accounts at sight on a day."""

from datetime import date
from uuid import UUID

from minga.kit.money import Money
from minga.savings.models import FeeKind, PlanFee, ProductKind
from minga.savings.plans_in_force import plans_in_force


def fees_of(plan_id: UUID, on: date) -> dict[FeeKind, Money]:
    """The fees in force of one plan; a fee of nothing is none."""
    rows = PlanFee.objects.filter(plan_id=plan_id, valid_from__lte=on).order_by("valid_from")
    latest = {FeeKind(row.what): Money(row.amount) for row in rows}
    return {what: amount for what, amount in latest.items() if amount}


def plans_that_charge(what: FeeKind, on: date) -> tuple[dict[UUID, Money], UUID | None]:
    """The fee of each plan at sight that has one, and the plan of accounts that name none."""
    plans = [plan for plan, _ in plans_in_force(ProductKind.SIGHT, on)]
    found = {plan: fees_of(plan, on).get(what) for plan in plans}
    charged = {plan: amount for plan, amount in found.items() if amount is not None}
    return charged, plans[0] if len(plans) == 1 else None
