"""Which part of a year lies between two days: the conventions by which interest counts time."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from minga.kit.months import add_months, is_whole_months, whole_months
from minga.kit.refusal import Refusal


class DayCount(StrEnum):
    """How a contract counts days; frozen in it."""

    THIRTY_360 = "30/360"
    ACTUAL_365 = "act/365"
    ACTUAL_360 = "act/360"
    ACTUAL_364 = "act/364"
    ACTUAL_ACTUAL = "act/act"


FIXED_YEAR = {DayCount.ACTUAL_365: 365, DayCount.ACTUAL_360: 360, DayCount.ACTUAL_364: 364}


class DaysBackwards(Refusal):
    """The period ends before it starts."""

    code = "days_backwards"


def year_fraction(start: date, end: date, count: DayCount) -> Fraction:
    """The years between two days, in the convention's terms, exactly. Raises DaysBackwards.

    - act/365, act/360, act/364: days elapsed over that number.
    - act/act: days elapsed over those of the year they fall in, split at 31 December.
    - 30/360: a month is 30 of 360 days whatever its length; days left over count for their part of
      the month they begin (14 days from 1 February 2024: 30/360 * 14/29).
    """
    if end < start:
        raise DaysBackwards(start=start, end=end)
    if count in FIXED_YEAR:
        return Fraction((end - start).days, FIXED_YEAR[count])
    if count is DayCount.ACTUAL_ACTUAL:
        return _actual_actual(start, end)
    return _months(start, end) / 12


def _months(start: date, end: date) -> Fraction:
    whole = whole_months(start, end)
    begun, next_one = add_months(start, whole), add_months(start, whole + 1)
    # 28 February to 31 March is one month: the last day stands for those its month lacks.
    left_over = 0 if is_whole_months(start, end) else (end - begun).days
    return whole + Fraction(left_over, (next_one - begun).days)


def _actual_actual(start: date, end: date) -> Fraction:
    years = Fraction(0)
    at = start
    while at < end:
        # 31 December belongs to the next year's days: the peer's vectors split there.
        own_year = at.year if (at.month, at.day) < (12, 31) else at.year + 1
        until = min(end, date(own_year, 12, 31))
        years += Fraction((until - at).days, _days_of(own_year))
        at = until
    return years


def _days_of(year: int) -> int:
    return 366 if (year % 4 == 0 and year % 100 != 0) or year % 400 == 0 else 365
