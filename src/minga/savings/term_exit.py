"""What an early end of a CDAT pays and withholds, counting all that was paid along the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from minga.kit.money import ZERO, Money
from minga.savings import term_interest as rules
from minga.savings.given_back import Excess, settle, share_that_stays
from minga.savings.models import TermDeposit
from minga.savings.term_interest import EarlyExit
from minga.savings.term_schedule import gross_of, pay_days, withheld_of
from minga.savings.term_terms import threshold

GIVEN_BACK = "retention.cdat.given_back"
PESO = Decimal(1)


@dataclass(frozen=True, slots=True)
class PaidStretch:
    """Days whose interest was paid: what it was, what was withheld, and what of it is kept.

    `daily_threshold`: of the day it was paid on, where there is one.
    """

    days: int
    gross: Money
    withheld: Money
    kept: Money
    daily_threshold: Decimal | None = None

    @property
    def excess(self) -> Money:
        """What was withheld of interest that is taken back, in pesos."""
        if not self.gross:
            return ZERO
        share = share_that_stays(
            self.gross.amount, self.kept.amount, days=self.days,
            daily_threshold=self.daily_threshold,
        )  # fmt: skip
        stays = self.withheld.times(share, rounding=ROUND_HALF_UP, unit=PESO)
        return max(ZERO, self.withheld - stays)


@dataclass(frozen=True, slots=True)
class TermExit:
    """What ending it on a day pays, its interest counted again from the opening.

    The rest is what `given_back.settle` says.
    """

    interest: EarlyExit
    withheld: Money
    given_back: Money
    kept_back: Money


def term_exit(deposit: TermDeposit, on: date, *, early_rate: Decimal) -> TermExit:
    """Reading only. Raises MissingParameter.

    What becomes of what had been withheld is for `given_back` to say. Each stretch keeps the rate
    and the threshold of its own day.
    """
    rows = sorted(deposit.interests.all(), key=lambda one: one.paid_on)
    points = [deposit.opened_on, *(one.paid_on for one in rows), on]
    kept = _kept(deposit, points, early_rate)
    excesses: list[Excess] = []
    for row, before, stays in zip(rows, points, kept, strict=False):
        stretch = PaidStretch(
            (row.paid_on - before).days, Money(row.gross), Money(row.withheld), stays,
            threshold(row.paid_on),
        )  # fmt: skip
        excesses += _by_year(deposit, row.paid_on, stretch.excess)
    last, begins = kept[-1], points[-2]
    due = withheld_of(last, begins, on) if last and on > begins else ZERO
    already = sum((Money(row.gross) for row in rows), ZERO)
    interest = _exit(deposit, (on - deposit.opened_on).days, early_rate, already)
    settled = settle(due, excesses, on, key=GIVEN_BACK, owed=interest.owed)
    return TermExit(interest, settled.withheld, settled.given_back, settled.kept_back)


def _by_year(deposit: TermDeposit, paid_on: date, excess: Money) -> list[Excess]:
    """All of the day it was paid on; what another system paid came together, as of its last day,
    and is shared among the days of its contract."""
    if deposit.accrued_until is None or paid_on > deposit.accrued_until:
        return [Excess(paid_on, excess)]
    ends = pay_days(deposit.opened_on, paid_on, deposit.pays_every_months)
    points = [deposit.opened_on, *ends]
    stretches = [(on, gross_of(deposit, begins, on)) for begins, on in pairwise(points)]
    whole = sum((gross for _, gross in stretches), ZERO)
    found, left = [], excess
    for on, gross in stretches:
        share = gross.amount / whole.amount if whole else Decimal(0)
        part = left if on == paid_on else excess.times(share, rounding=ROUND_HALF_UP, unit=PESO)
        part = min(part, left)
        found.append(Excess(on, part))
        left -= part
    return found


def _exit(deposit: TermDeposit, days: int, rate: Decimal, already: Money) -> EarlyExit:
    if days <= 0:
        return EarlyExit(ZERO, ZERO, already)
    return rules.early_exit(
        Money(deposit.principal), penalty_annual=rate, days=days, base=deposit.day_base,
        already_paid=already,
    )  # fmt: skip


def _kept(deposit: TermDeposit, points: Sequence[date], rate: Decimal) -> list[Money]:
    """Interest at the early rate of each stretch between those days; they add up to the whole."""
    sums = [_interest(deposit, day, rate) for day in points]
    return [after - before for before, after in pairwise(sums)]


def _interest(deposit: TermDeposit, until: date, rate: Decimal) -> Money:
    begins = deposit.opened_on
    return gross_of(deposit, begins, until, rate_ea=rate) if until > begins else ZERO
