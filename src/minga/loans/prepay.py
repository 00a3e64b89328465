"""An extra payment to capital on a due date: the member chooses a lower instalment or a shorter
term (Ley 1555 of 2012). Interest up to that day is paid before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.loans.french import french_of
from minga.loans.plan import Method, plan_of, with_capitals
from minga.loans.refusals import AmountOutOfRange, InstalmentTooSmall
from minga.loans.rounding import Rounding
from minga.loans.schedule import Instalment, Schedule


class PrepaymentChoice(StrEnum):
    """What the extra payment changes."""

    LOWER_INSTALMENT = "lower-instalment"
    SHORTER_TERM = "shorter-term"


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What is left after the extra payment, and what it saved.

    `interest_saved` is what the old rest would have cost less what the new one does.
    """

    rest: Schedule
    interest_saved: Money


@fifty_digits
def prepay(
    balance: Money,
    extra: Money,
    rates: Sequence[Decimal],
    *,
    dues: Sequence[date],
    rest_before: Sequence[Instalment],
    choice: PrepaymentChoice,
    method: Method,
    rounding: Rounding,
    grace: int = 0,
) -> Prepaid:
    """The new rest of a schedule, for the due dates and rates still ahead.

    `grace`: how many of them still pay no capital. `rest_before` are the instalments still ahead
    in the old one. Raises AmountOutOfRange unless 0 < extra < balance (the whole balance is a
    payoff), InstalmentTooSmall.
    """
    if not ZERO < extra < balance:
        raise AmountOutOfRange(amount=extra, limit=balance)
    owed = balance - extra
    if choice is PrepaymentChoice.LOWER_INSTALMENT:
        rest = plan_of(owed, rates, dues=dues, method=method, rounding=rounding, grace=grace)
    else:
        rest = _shorter(owed, rates, dues, rest_before, method, rounding, grace)
    before = sum((row.interest for row in rest_before), ZERO)
    return Prepaid(rest, before - rest.total_interest)


def _shorter(
    owed: Money,
    rates: Sequence[Decimal],
    dues: Sequence[date],
    rest_before: Sequence[Instalment],
    method: Method,
    rounding: Rounding,
    grace: int,
) -> Schedule:
    """The same instalment (or the same capital) as before, until nothing is left."""
    if method is Method.FRENCH:
        level = rest_before[grace].instalment
        if level.amount <= owed.amount * max(rates[grace:]):
            raise InstalmentTooSmall(instalment=level)
        capitals = french_of(level, owed, rates, rounding=rounding, grace=grace)
    else:
        capitals = _as_before(owed, rest_before)
    needed = next(
        number for number in range(1, len(capitals) + 1) if sum(capitals[:number], ZERO) == owed
    )
    return with_capitals(
        owed, capitals[:needed], rates[:needed], dues=dues[:needed], rounding=rounding
    )


def _as_before(owed: Money, rest_before: Sequence[Instalment]) -> tuple[Money, ...]:
    left = owed
    capitals = []
    for row in rest_before[:-1]:
        capital = min(row.principal, left)
        capitals.append(capital)
        left -= capital
    return (*capitals, left)
