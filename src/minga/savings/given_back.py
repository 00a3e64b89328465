"""What becomes of what was withheld of interest that an early end takes back, of a CDAT or a goal.

Retention is on interest that is really paid (E.T. art. 395). What was withheld this year of what is
taken back covers what is to be withheld now, and the rest is given back, out of what the month will
declare (Decreto 1189 of 1988 art. 5: operations that are annulled), where a dated value says so. Of
an earlier year that rule asks for the member's word that it is in no tax return of theirs: that
part stays withheld, covers nothing of this year, and is told apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits

YES = "1"


@dataclass(frozen=True, slots=True)
class Excess:
    """What had been withheld, on a day, of interest that is taken back; in pesos."""

    withheld_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Settled:
    """`withheld`: of what is paid now. `given_back`: withheld this year, of interest that is taken
    back, where nothing is withheld now; `kept_back`: the same of earlier years, which stays
    withheld."""

    withheld: Money
    given_back: Money
    kept_back: Money


@fifty_digits
def share_that_stays(
    gross: Decimal, kept: Decimal, *, days: int, daily_threshold: Decimal | None
) -> Decimal:
    """Of what was withheld from some days' interest; nothing where what is kept of it does not
    reach the threshold of a day, which is withheld from whole or not at all."""
    if kept >= gross:
        return Decimal(1)
    if daily_threshold is not None and kept / days < daily_threshold:
        return Decimal(0)
    return kept / gross


def settle(due: Money, excesses: Iterable[Excess], on: date, *, key: str, owed: Money) -> Settled:
    """`due` is what this year's interest that is kept and was not withheld from asks for; `owed`,
    how much interest is paid now: nothing is withheld beyond it, and what that leaves out is then
    of what earlier years withheld. `key` is the dated value that says whether anything is given
    back. Raises MissingParameter."""
    this_year = earlier = ZERO
    for one in excesses:
        if one.withheld_on.year == on.year:
            this_year += one.amount
        else:
            earlier += one.amount
    left = max(ZERO, due - this_year)
    withheld = min(left, owed)
    if parameters.text(key, on) != YES:
        return Settled(withheld, ZERO, ZERO)
    kept_back = max(ZERO, earlier - (left - withheld))
    return Settled(withheld, max(ZERO, this_year - due), kept_back)
