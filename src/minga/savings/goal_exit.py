"""What ending a savings goal before its day costs: its interest counted again at a lower rate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Sum

from minga.kit.money import CENT, ZERO, Money
from minga.kit.precise import fifty_digits
from minga.kit.rates import periodic
from minga.savings.models import Accrual, InterestCredit, PlanTerms, SavingsGoal

PESO = Decimal(1)
DAYS = 365


@dataclass(frozen=True, slots=True)
class DaysAtARate:
    """Days of one rate together: the balances they earned on, added up, and what they earned."""

    rate_ea: Decimal
    balances: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class GoalExit:
    """The cost of leaving today. `rate_ea` is the early rate; None when the plan has none.

    `taken_back`: of what this month earned and was not credited yet, to the centavo; `recovered`:
    of what was credited in earlier months, or will be when the last one is closed, in pesos, out of
    what is saved.
    """

    rate_ea: Decimal | None
    taken_back: Money
    recovered: Money

    @property
    def lost(self) -> Money:
        """Interest that the member does not keep."""
        return self.taken_back + self.recovered


@fifty_digits
def earned_at(days: Iterable[DaysAtARate], early: Decimal) -> Decimal:
    """Unrounded: each day at the lower of its own rate and the early one. What came without a
    balance, from another system, stays as it is."""
    total = Decimal(0)
    for one in days:
        if one.rate_ea > early:
            total += one.balances * periodic(early, DAYS)
        else:
            total += one.gross
    return total


def shared_out(excess: Decimal, running: Decimal) -> tuple[Money, Money]:
    """Taken back of the running month first, then recovered; what is under a peso is let go."""
    if excess <= running:
        return Money(max(Decimal(0), excess).quantize(CENT, rounding=ROUND_DOWN)), ZERO
    taken = running.quantize(CENT, rounding=ROUND_DOWN)
    rest = (excess - running).quantize(PESO, rounding=ROUND_HALF_UP)
    return Money(taken), Money(rest)


def goal_exit(goal: SavingsGoal, on: date) -> GoalExit:
    """What it would cost today; reading only. The early rate is the one in force when the goal was
    opened, or the plan's first. A day that is over and not closed yet costs nothing here: its close
    earns it at the early rate (`left_since`)."""
    early = _early_rate(goal)
    if early is None:
        return GoalExit(None, ZERO, ZERO)
    days = _days(goal, goal.account.opened_on, on)
    credited = InterestCredit.objects.filter(account_id=goal.account_id)
    paid = credited.aggregate(total=Sum("gross"))["total"] or Decimal(0)
    paid += _to_come(goal, on)
    running = Decimal(0)
    if not credited.filter(month=on.replace(day=1)).exists():
        running = sum((one.gross for one in _days(goal, on.replace(day=1), on)), running)
    taken, recovered = shared_out(paid + running - earned_at(days, early), running)
    return GoalExit(early, taken, recovered)


def left_since(day: date) -> dict[UUID, Decimal]:
    """Goals that were ended early after that day, by account, with their early rates: what the
    day's close, which comes late, may earn them at most."""
    ended = SavingsGoal.objects.filter(end__how="early", end__on__gt=day).select_related("account")
    rates = {goal.account_id: _early_rate(goal) for goal in ended}
    return {account: rate for account, rate in rates.items() if rate is not None}


def _early_rate(goal: SavingsGoal) -> Decimal | None:
    terms = PlanTerms.objects.filter(plan_id=goal.plan_id).order_by("-valid_from")
    frozen = terms.filter(valid_from__lte=goal.account.opened_on).first() or terms.last()
    return frozen.early_rate_ea if frozen else None


def _to_come(goal: SavingsGoal, on: date) -> Decimal:
    """What last month's close will credit, in pesos, while it has not come."""
    last = on.replace(day=1) - timedelta(days=1)
    if InterestCredit.objects.filter(account_id=goal.account_id, month=last.replace(day=1)):
        return Decimal(0)
    there = _days(goal, last.replace(day=1), last)
    return sum((one.gross for one in there), Decimal(0)).quantize(PESO, rounding=ROUND_HALF_UP)


def _days(goal: SavingsGoal, since: date, until: date) -> list[DaysAtARate]:
    # Day by day, as the key of accruals is: a range of days would read everybody's.
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    rows = (
        Accrual.objects.filter(business_date__in=days, product=goal.account_id)
        .values("rate_ea")
        .annotate(balances=Sum("balance"), earned=Sum("gross"))
    )
    return [DaysAtARate(row["rate_ea"], row["balances"], row["earned"]) for row in rows]
