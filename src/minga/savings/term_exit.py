"""What an early end of a CDAT pays and withholds, counting all that was paid along the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.savings import term_interest as rules
from minga.savings.models import TermDeposit
from minga.savings.term_interest import EarlyExit
from minga.savings.term_schedule import gross_of, withheld_of
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
    @fifty_digits
    def excess(self) -> Money:
        """What was withheld of interest that is taken back, in pesos; all of it where what is kept
        does not reach the threshold of its days."""
        if not self.gross or self.kept >= self.gross:
            return ZERO
        is_taxed = self.daily_threshold is None or (
            self.kept.amount / self.days >= self.daily_threshold
        )
        share = self.kept.amount / self.gross.amount if is_taxed else Decimal(0)
        stays = self.withheld.times(share, rounding=ROUND_HALF_UP, unit=PESO)
        return max(ZERO, self.withheld - stays)


@dataclass(frozen=True, slots=True)
class TermExit:
    """What ending it on a day pays, its interest counted again from the opening.

    `withheld`: still to be withheld. `given_back`: withheld this year, of interest that is taken
    back; `kept_back`: the same of earlier years, which stays withheld. Where one of the first two
    is something, the other is nothing.
    """

    interest: EarlyExit
    withheld: Money
    given_back: Money
    kept_back: Money


def term_exit(deposit: TermDeposit, on: date, *, early_rate: Decimal) -> TermExit:
    """Reading only. Raises MissingParameter.

    Retention is on interest that is really paid (E.T. art. 395). What was withheld of interest that
    the early end takes back covers what is to be withheld now, and the rest is given back, out of
    what the month will declare (Decreto 1189 of 1988 art. 5: operations that are annulled), where
    the parameter says so. Of an earlier year that rule asks for the member's word that it is in no
    tax return of theirs: that part stays withheld, and is told apart. Each stretch keeps the rate
    and the threshold of its own day.
    """
    rows = sorted(deposit.interests.all(), key=lambda one: one.paid_on)
    points = [deposit.opened_on, *(one.paid_on for one in rows), on]
    kept = _kept(deposit, points, early_rate)
    this_year = earlier = ZERO
    for row, before, stays in zip(rows, points, kept, strict=False):
        excess = PaidStretch(
            (row.paid_on - before).days, Money(row.gross), Money(row.withheld), stays,
            threshold(row.paid_on),
        ).excess  # fmt: skip
        if row.paid_on.year == on.year:
            this_year += excess
        else:
            earlier += excess
    already = sum((Money(row.gross) for row in rows), ZERO)
    last, begins = kept[-1], points[-2]
    due = withheld_of(last, begins, on) if last and on > begins else ZERO
    net = due - this_year - earlier
    left = max(ZERO, -net) if parameters.text(GIVEN_BACK, on) == "1" else ZERO
    given_back = min(left, this_year)
    interest = _exit(deposit, (on - deposit.opened_on).days, early_rate, already)
    # Nothing is withheld of what is not paid now.
    withheld = min(max(ZERO, net), interest.owed)
    return TermExit(interest, withheld, given_back, left - given_back)


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
