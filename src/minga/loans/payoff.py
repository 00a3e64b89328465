"""What settles a loan on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from minga.kit.day_count import DayCount, DaysBackwards, year_fraction
from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.loans.period_rates import YearlyRate
from minga.loans.refusals import AmountOutOfRange
from minga.loans.rounding import Rounding


class PayoffInterest(StrEnum):
    """Up to which day the interest of the running period is counted."""

    TO_THE_DAY = "to-the-day"  # ours: only the days elapsed
    WHOLE_PERIOD = "whole-period"  # up to the next due date, as some contracts elsewhere do


@dataclass(frozen=True, slots=True)
class Payoff:
    """Capital and the interest of the running period; dues of earlier instalments come besides."""

    principal: Money
    interest: Money

    @property
    def amount(self) -> Money:
        """What must be paid."""
        return self.principal + self.interest


@fifty_digits
def payoff(
    balance: Money,
    *,
    rate: YearlyRate,
    count: DayCount,
    accrued_from: date,
    on: date,
    next_due: date,
    rounding: Rounding,
    interest: PayoffInterest = PayoffInterest.TO_THE_DAY,
) -> Payoff:
    """What settles the balance on a day of the period between `accrued_from` and `next_due`.

    Raises DaysBackwards when the day is not in that period, AmountOutOfRange for no balance.
    """
    if not accrued_from <= on <= next_due:
        raise DaysBackwards(start=accrued_from, end=on)
    if balance <= ZERO:
        raise AmountOutOfRange(amount=balance)
    until = on if interest is PayoffInterest.TO_THE_DAY else next_due
    accrued: Decimal = rate.over(year_fraction(accrued_from, until, count))
    return Payoff(balance, rounding.amount(balance.amount * accrued))
