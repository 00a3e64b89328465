"""What a savings goal may be: its plan's terms, and the days of its quotas."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from minga.kit.money import LIMIT, Money
from minga.kit.months import add_months
from minga.kit.refusal import Refusal
from minga.savings.models import PlanTerms, ProductKind, SavingsAccount, SavingsPlan


class GoalRefused(Refusal):
    """The goal cannot be opened as asked; nothing was kept."""

    code = "goal_refused"


class GoalPlanNotOffered(GoalRefused):
    code = "goal_plan_not_offered"


class QuotaBelowMinimum(GoalRefused):
    """Less than the plan asks for: `minimum`."""

    code = "quota_below_minimum"

    def __init__(self, minimum: Money) -> None:
        super().__init__(minimum=minimum)
        self.minimum = minimum


class QuotaAboveTarget(GoalRefused):
    code = "quota_above_target"


class GoalTooShort(GoalRefused):
    """Fewer days than the plan asks for: `days_min`."""

    code = "goal_too_short"

    def __init__(self, days_min: int) -> None:
        super().__init__(days_min=days_min)
        self.days_min = days_min


class FirstQuotaPast(GoalRefused):
    """The first quota must be on a day to come, since today's may have been collected already."""

    code = "first_quota_past"


class UnknownPayer(GoalRefused):
    """The account it is paid from is no sight account of this member."""

    code = "unknown_payer"


@dataclass(frozen=True, slots=True)
class GoalOrder:
    """What a member asks for; every money in pesos. The first quota is on `starts_on`."""

    plan_code: str
    name: str
    target: Money
    quota: Money
    starts_on: date
    months: int
    pays_from: UUID
    every_months: int = 1

    @property
    def ends_on(self) -> date:
        return add_months(self.starts_on, self.months)

    @property
    def quotas(self) -> int:
        """How many there are, when every one of them is paid."""
        return sum(1 for _ in quota_days(self.starts_on, self.ends_on, self.every_months))

    @property
    def gathered(self) -> Money:
        """What the quotas alone bring together, without interest: no more than the books can hold,
        since a goal ends when it is reached."""
        return Money(min(self.quota.amount * self.quotas, LIMIT))


def plans_of_goals(on: date) -> list[tuple[SavingsPlan, PlanTerms]]:
    """The contractual plans offered to members themselves on a day, with their terms."""
    plans = SavingsPlan.objects.filter(
        kind=ProductKind.CONTRACTUAL, opens_online=True, offered_from__lte=on
    ).order_by("name")
    found = []
    for plan in plans:
        terms = plan.terms.filter(valid_from__lte=on).order_by("-valid_from").first()
        if terms is not None and (plan.offered_until is None or plan.offered_until >= on):
            found.append((plan, terms))
    return found


def check_order(order: GoalOrder, on: date) -> SavingsPlan:
    """The plan of an order that may be opened. Raises the GoalRefused that fits."""
    offered = {plan.code: (plan, terms) for plan, terms in plans_of_goals(on)}
    if order.plan_code not in offered:
        raise GoalPlanNotOffered
    plan, terms = offered[order.plan_code]
    minimum = Money(max(terms.quota_min, terms.opening_min))
    if order.quota < minimum or not order.quota:
        raise QuotaBelowMinimum(minimum)
    if order.quota > order.target:
        raise QuotaAboveTarget
    if order.starts_on <= on:
        raise FirstQuotaPast
    if order.months < 1 or (order.ends_on - on).days < terms.days_min:
        raise GoalTooShort(terms.days_min)
    return plan


def check_payer(member_id: UUID, account_id: UUID) -> None:
    """Quotas come from the member's own savings at sight. Raises UnknownPayer."""
    payers = SavingsAccount.objects.filter(member_id=member_id, kind=ProductKind.SIGHT)
    if not payers.filter(id=account_id).exists():
        raise UnknownPayer


def is_quota_day(starts_on: date, ends_on: date, every_months: int, on: date) -> bool:
    """Whether a quota falls on that day: the first one's day of the month, until the goal ends."""
    if not starts_on <= on < ends_on:
        return False
    months = (on.year - starts_on.year) * 12 + on.month - starts_on.month
    return months % every_months == 0 and add_months(starts_on, months) == on


def quota_days(starts_on: date, ends_on: date, every_months: int) -> Iterator[date]:
    """Every day on which a quota falls."""
    months = 0
    while (day := add_months(starts_on, months)) < ends_on:
        yield day
        months += every_months
