"""The rate of each period, from the contract's rate and its day count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from minga.kit.day_count import DayCount, year_fraction
from minga.kit.precise import exact, fifty_digits
from minga.kit.rates import RateOutOfRange, over_years
from minga.loans.due_dates import Frequency, Unit, roll_forward, twice_a_month

EQUAL_PERIODS: Literal["equal-periods"] = "equal-periods"
type PeriodCount = DayCount | Literal["equal-periods"]
PERIODS_PER_YEAR = {Unit.MONTHS: 12, Unit.WEEKS: 52, Unit.DAYS: 365}
HALF_MONTH = Fraction(1, 24)


@dataclass(frozen=True, slots=True)
class Nominal:
    """A yearly rate shared out over the year's time: 12 % is 1 % for a month of 30/360."""

    rate: Decimal

    @fifty_digits
    def over(self, years: Fraction) -> Decimal:
        """What one peso earns in that part of a year, paid at its end."""
        # Multiplied first: a third of 3 % is exactly 1 %.
        return _checked(self.rate) * years.numerator / years.denominator


@dataclass(frozen=True, slots=True)
class Effective:
    """An effective annual rate (E.A.): it compounds, so that a year of it is exactly that rate."""

    rate: Decimal

    @fifty_digits
    def over(self, years: Fraction) -> Decimal:
        """What one peso earns in that part of a year, paid at its end."""
        return over_years(_checked(self.rate), Decimal(years.numerator) / years.denominator)


type YearlyRate = Nominal | Effective


@fifty_digits
def period_rates(
    dates: Sequence[date],
    *,
    rate: YearlyRate,
    count: PeriodCount,
    frequency: Frequency,
    period_start: date | None = None,
) -> tuple[Decimal, ...]:
    """The rate of each period between the dates. Raises RateOutOfRange."""
    years = period_years(dates, count=count, frequency=frequency, period_start=period_start)
    once = {one: rate.over(one) for one in set(years)}
    return tuple(once[one] for one in years)


def period_years(
    dates: Sequence[date],
    *,
    count: PeriodCount,
    frequency: Frequency,
    period_start: date | None = None,
) -> tuple[Fraction, ...]:
    """How long each period between the dates is, in years as the contract counts them.

    `period_start`: where the first period begins when the loan is handed out later in it; where
    days are not counted one by one, it lasts its share of that whole period (17 of 31 days).
    """
    if period_start and count in {EQUAL_PERIODS, DayCount.THIRTY_360}:
        whole, *later = period_years((period_start, *dates[1:]), count=count, frequency=frequency)
        return (whole * _share(dates[0], dates[1], of=period_start), *later)
    if count == EQUAL_PERIODS:
        step = Fraction(frequency.every, PERIODS_PER_YEAR[frequency.unit])
        return (HALF_MONTH if twice_a_month(dates) else step,) * (len(dates) - 1)
    if count is DayCount.THIRTY_360 and roll_forward(dates, frequency):
        return (Fraction(frequency.every, 12),) * (len(dates) - 1)
    years = [_years(start, end, count=count, frequency=frequency) for start, end in pairwise(dates)]
    if count is DayCount.THIRTY_360:
        for first in (0, 1):  # handed out on one of the two days, or before them
            if twice_a_month(dates[first:]):
                years[first:] = [HALF_MONTH] * len(years[first:])
    return tuple(years)


def years_of_part(
    start: date, end: date, *, of: tuple[date, date], count: DayCount, frequency: Frequency
) -> Fraction:
    """How long part of a period is, in years; `of`: where the period begins and ends.

    Counted from where the period begins, so that its parts add up to it wherever it is cut: a month
    of 30 days from 15 January to 15 February is no longer for being cut on 5 February.
    """
    (whole,) = period_years(of, count=count, frequency=frequency)
    before, until = (
        min(whole, *period_years((of[0], day), count=count, frequency=frequency))
        for day in (start, end)
    )
    return until - before


def _share(start: date, end: date, *, of: date) -> Fraction:
    return Fraction((end - start).days, (end - of).days)


@fifty_digits
def first_rate_of_parts(
    first_rate: Decimal, parts: Sequence[tuple[date, Decimal]], *, start: date, end: date
) -> Decimal:
    """The first period's rate on the whole loan when it is handed out in parts: each part earns
    only the days left of the period (100 for 7 of 31 days and 300 for 24)."""
    days = (end - start).days
    weighed = sum((amount * (end - on).days for on, amount in parts), start=Decimal(0))
    return first_rate * weighed / (sum(amount for _, amount in parts) * days)


def _years(start: date, end: date, *, count: DayCount, frequency: Frequency) -> Fraction:
    # A year of 360 days holds 30-day months; weeks and days in it are counted one by one.
    if count is DayCount.THIRTY_360 and frequency.unit is not Unit.MONTHS:
        count = DayCount.ACTUAL_360
    return year_fraction(start, end, count)


def _checked(rate: Decimal) -> Decimal:
    if not 0 <= exact(rate) <= 10:
        raise RateOutOfRange(rate=rate)
    return rate
