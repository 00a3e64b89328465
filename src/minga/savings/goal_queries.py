"""Savings goals as pages show them. Everything starts from the member."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit.money import ZERO, Money
from minga.ledger import queries as ledger
from minga.savings.goal_terms import quota_days
from minga.savings.kept_retention import KeptRetention, kept_of_goal
from minga.savings.models import GoalEnd, GoalQuota, SavingsGoal


@dataclass(frozen=True, slots=True)
class Quota:
    """One quota that had its day."""

    due_on: date
    amount: Money
    is_paid: bool


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal: what it is for, how far it is, what comes next. `rate_ea` is the plan's today;
    `given_back` had been withheld of interest that an early end recovered, `kept` in earlier years.
    """

    id: UUID
    number: str
    name: str
    target: Money
    saved: Money
    quota: Money
    starts_on: date
    ends_on: date
    next_quota_on: date | None
    payer_number: str | None
    rate_ea: Decimal | None
    ended_how: str | None
    ended_on: date | None
    penalty: Money
    given_back: Money
    kept: KeptRetention | None
    quotas: tuple[Quota, ...]

    @property
    def is_open(self) -> bool:
        return self.ended_how is None

    @property
    def missing(self) -> Money:
        return max(ZERO, self.target - self.saved)

    @property
    def percent(self) -> int:
        """How much of the target is saved, 0 to 100."""
        return min(100, int(100 * self.saved.amount / self.target.amount))


def goal_of(member_id: UUID, account_id: UUID, on: date) -> GoalView | None:
    """One goal; None when the member has no such goal."""
    goal = (
        SavingsGoal.objects.select_related("account", "plan", "pays_from")
        .filter(account_id=account_id, account__member_id=member_id)
        .first()
    )
    if goal is None:
        return None
    account = goal.account.ledger_account_id
    terms = goal.plan.terms.filter(valid_from__lte=on).order_by("-valid_from").first()
    end = GoalEnd.objects.filter(goal=goal).first()
    done = GoalQuota.objects.filter(goal=goal).order_by("-due_on")
    days = quota_days(goal.starts_on, goal.ends_on, goal.every_months)
    return GoalView(
        id=goal.account_id, number=goal.account.number, name=goal.name,
        target=Money(goal.target), saved=ledger.balances([account])[account].total,
        quota=Money(goal.quota), starts_on=goal.starts_on, ends_on=goal.ends_on,
        next_quota_on=None if end else next((day for day in days if day > on), None),
        payer_number=goal.pays_from.number if goal.pays_from else None,
        rate_ea=terms.rate_ea if terms else None,
        ended_how=end.how if end else None, ended_on=end.on if end else None,
        penalty=Money(end.penalty) if end else ZERO,
        given_back=Money(end.given_back) if end else ZERO,
        kept=kept_of_goal(account_id) if end and end.kept_back else None,
        quotas=tuple(Quota(one.due_on, Money(one.amount), bool(one.entry_id)) for one in done),
    )  # fmt: skip


def goal_names(member_id: UUID) -> dict[UUID, str]:
    """The names of the member's goals, by account."""
    found = SavingsGoal.objects.filter(account__member_id=member_id)
    return dict(found.values_list("account_id", "name"))
