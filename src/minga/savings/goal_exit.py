"""What ending a savings goal before its day costs: its interest counted again at a lower rate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from uuid import UUID

from minga.kit import parameters
from minga.kit.money import CENT, ZERO, Money
from minga.kit.precise import fifty_digits
from minga.kit.rates import periodic
from minga.savings.given_back import Excess, settle, share_that_stays
from minga.savings.models import Accrual, InterestCredit, PlanTerms, SavingsGoal

GIVEN_BACK = "retention.savings.given_back"
PESO = Decimal(1)
DAYS = 365


@dataclass(frozen=True, slots=True)
class EarnedDay:
    """One day: the balance it earned on, at which rate, what it earned and what was withheld."""

    on: date
    balance: Decimal
    rate_ea: Decimal
    gross: Decimal
    withheld: Decimal = Decimal(0)

    def kept(self, early: Decimal) -> Decimal:
        """At the lower of its own rate and the early one, unrounded. What came without a balance,
        from another system, stays as it is."""
        if self.rate_ea <= early:
            return self.gross
        return self.balance * _daily(early)

    @fifty_digits
    def stays_withheld(self, early: Decimal) -> Decimal:
        """What would have been withheld of what is kept. Raises MissingParameter."""
        kept = self.kept(early)
        if not self.withheld or kept >= self.gross:
            return self.withheld
        return self.withheld * share_that_stays(
            self.gross, kept, days=1, daily_threshold=_threshold(self.on)
        )


@dataclass(frozen=True, slots=True)
class CreditedMonth:
    """A month that was credited, or will be when its close comes, in pesos."""

    credited_on: date
    gross: Decimal
    withheld: Decimal


@dataclass(frozen=True, slots=True)
class GoalExit:
    """The cost of leaving today. `rate_ea` is the early rate; None when the plan has none.

    `taken_back`: of what this month earned and was not credited yet, to the centavo; `recovered`:
    of what was credited in earlier months, or will be when the last one is closed, in pesos, out of
    what is saved. `withheld`: what is withheld of what is left of this month, unrounded; what had
    been withheld of interest that is recovered is `given_back`, or `kept_back` as `Settled` says.
    """

    rate_ea: Decimal | None
    taken_back: Money = ZERO
    recovered: Money = ZERO
    withheld: Decimal = Decimal(0)
    given_back: Money = ZERO
    kept_back: Money = ZERO

    @property
    def lost(self) -> Money:
        """Interest that the member does not keep."""
        return self.taken_back + self.recovered

    def out_of(self, saved: Money) -> "GoalExit":
        """Nothing is recovered beyond what is saved; what had been withheld goes in step."""
        if self.recovered <= saved:
            return self
        share = saved.amount / self.recovered.amount
        given, kept = (
            one.times(share, rounding=ROUND_DOWN, unit=PESO)
            for one in (self.given_back, self.kept_back)
        )
        return replace(self, recovered=saved, given_back=given, kept_back=kept)


@fifty_digits
def earned_at(days: Iterable[EarnedDay], early: Decimal) -> Decimal:
    """Unrounded: each day at the lower of its own rate and the early one."""
    return sum((one.kept(early) for one in days), Decimal(0))


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
    earns it at the early rate (`left_since`). Raises MissingParameter."""
    early = _early_rate(goal)
    if early is None:
        return GoalExit(None)
    days = _days(goal, goal.account.opened_on, on)
    credited = _credited(goal, days, on)
    running: list[EarnedDay] = []
    if _month(on) not in {_month(one.credited_on) for one in credited}:
        running = [one for one in days if _month(one.on) == _month(on)]
    paid = sum((one.gross for one in credited), Decimal(0))
    earning = sum((one.gross for one in running), Decimal(0))
    taken, recovered = shared_out(paid + earning - earned_at(days, early), earning)
    due = sum((one.stays_withheld(early) for one in running), Decimal(0))
    excesses = [_excess(one, days, early) for one in credited]
    left = earning - taken.amount
    settled = settle(_pesos(due), excesses, on, key=GIVEN_BACK, owed=_pesos(left))
    covered = sum(
        (one.amount.amount for one in excesses if one.withheld_on.year == on.year), Decimal(0)
    )
    return GoalExit(
        early, taken, recovered, min(max(Decimal(0), due - covered), left), settled.given_back,
        settled.kept_back,
    )  # fmt: skip


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


def _credited(goal: SavingsGoal, days: Sequence[EarnedDay], on: date) -> list[CreditedMonth]:
    rows = InterestCredit.objects.filter(account_id=goal.account_id).order_by("month")
    found = [CreditedMonth(row.credited_on, row.gross, row.withheld) for row in rows]
    last = on.replace(day=1) - timedelta(days=1)
    if _month(last) not in {_month(one.credited_on) for one in found}:
        found.append(_to_come(days, last))
    return found


def _to_come(days: Sequence[EarnedDay], last: date) -> CreditedMonth:
    """What last month's close will credit, in pesos, while it has not come."""
    there = [one for one in days if _month(one.on) == _month(last)]
    gross = _pesos(sum((one.gross for one in there), Decimal(0)))
    withheld = _pesos(sum((one.withheld for one in there), Decimal(0)))
    most = max(Decimal(0), gross.amount - PESO)
    return CreditedMonth(last, gross.amount, min(withheld.amount, most))


def _excess(month: CreditedMonth, days: Sequence[EarnedDay], early: Decimal) -> Excess:
    """What was withheld of it, beyond what would have been of what is kept."""
    there = (one for one in days if _month(one.on) == _month(month.credited_on))
    stays = _pesos(sum((one.stays_withheld(early) for one in there), Decimal(0)))
    return Excess(month.credited_on, max(ZERO, Money(month.withheld) - stays))


def _days(goal: SavingsGoal, since: date, until: date) -> list[EarnedDay]:
    # Day by day, as the key of accruals is: a range of days would read everybody's.
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    rows = Accrual.objects.filter(business_date__in=days, product=goal.account_id)
    columns = ("business_date", "balance", "rate_ea", "gross", "withheld")
    return [EarnedDay(*row) for row in rows.order_by("business_date").values_list(*columns)]


def _month(day: date) -> date:
    return day.replace(day=1)


def _pesos(exact: Decimal) -> Money:
    return Money(exact.quantize(PESO, rounding=ROUND_HALF_UP))


@cache
def _daily(early: Decimal) -> Decimal:
    return periodic(early, DAYS)


def _threshold(on: date) -> Decimal:
    share = parameters.number("retention.savings.daily_threshold_uvt", on)
    return parameters.number(f"uvt.{on.year}", on) * share
