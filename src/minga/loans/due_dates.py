"""When instalments are due: every K months, weeks or days, or on explicit dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from minga.kit.months import (
    DayOutOfRange,
    add_months,
    is_whole_months,
    roll_months,
    whole_months,
)
from minga.loans.refusals import DatesOutOfOrder, FrequencyOutOfRange, TooFewPeriods

PERIODS_MAX = 1200
EVERY_MAX = 366
# How far apart two days of a month may stand to be half of it: the 1st and 15th, the 14th and 31st.
HALF_MONTH = range(14, 18)
# Fewer days than these are no month.
SHORTEST_MONTH = 28


class Unit(StrEnum):
    """What `every` counts."""

    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Frequency:
    """Every so many months, weeks or days. Raises FrequencyOutOfRange."""

    every: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.every <= EVERY_MAX:
            raise FrequencyOutOfRange(every=self.every)

    def after(self, start: date, periods: int) -> date:
        """The day that many periods later; months are counted from the start, so that a 31st comes
        back after February."""
        if self.unit is Unit.MONTHS:
            return add_months(start, self.every * periods)
        days = self.every * periods * (7 if self.unit is Unit.WEEKS else 1)
        try:
            return start + timedelta(days=days)
        except OverflowError as error:
            raise DayOutOfRange(start=start, days=days) from error


MONTHLY = Frequency(1, Unit.MONTHS)


def due_dates(
    *, start: date, periods: int, frequency: Frequency = MONTHLY, first_due: date | None = None
) -> tuple[date, ...]:
    """The start and every due date after it: `periods` + 1 days.

    With another first due date the first period is shorter or longer, and the rest are counted from
    that date. Raises TooFewPeriods, DatesOutOfOrder, DayOutOfRange.
    """
    if not 1 <= periods <= PERIODS_MAX:
        raise TooFewPeriods(periods=periods)
    regular = frequency.after(start, 1)
    if first_due is None or first_due == regular:
        return tuple(frequency.after(start, number) for number in range(periods + 1))
    later = (frequency.after(first_due, number) for number in range(periods))
    return in_order((start, *later))


def monthly_on(day: int, *, start: date, periods: int, days_min: int) -> tuple[date, ...]:
    """The start, and after it every month on that day (the last one of a shorter month), from the
    first one that is at least `days_min` days away. Raises as `due_dates` does."""
    if not 1 <= periods <= PERIODS_MAX:
        raise TooFewPeriods(periods=periods)
    earliest = start + timedelta(days=days_min)
    skipped = 0 if add_months(earliest, 0, anchor_day=day) >= earliest else 1
    later = (add_months(earliest, skipped + number, anchor_day=day) for number in range(periods))
    return in_order((start, *later))


def in_order(dates: Sequence[date]) -> tuple[date, ...]:
    """The same dates. Raises DatesOutOfOrder, and TooFewPeriods without one due date."""
    if not 2 <= len(dates) <= PERIODS_MAX + 1:
        raise TooFewPeriods(periods=len(dates) - 1)
    for earlier, later in pairwise(dates):
        if later <= earlier:
            raise DatesOutOfOrder(earlier=earlier, later=later)
    return tuple(dates)


def roll_forward(dates: Sequence[date], frequency: Frequency) -> bool:
    """Whether the dates step regularly, a day that a month lacks becoming the next month's first:
    31 January, 1 March, 31 March, 1 May."""
    return frequency.unit is Unit.MONTHS and all(
        day == roll_months(dates[0], frequency.every * number) for number, day in enumerate(dates)
    )


def twice_a_month(dates: Sequence[date]) -> bool:
    """Whether the dates alternate between two days of each month half a month apart, as wages do:
    15 and 31 January, 15 and 28 February. What comes every so many days does not."""
    if len(dates) < 3 or len({(end - start).days for start, end in pairwise(dates)}) == 1:
        return False
    early = min(day.day for day in dates)
    late = max(day.day for day in dates)
    return late - early in HALF_MONTH and all(
        end == _half_month_later(start, early=early, late=late) for start, end in pairwise(dates)
    )


def _half_month_later(start: date, *, early: int, late: int) -> date:
    if start.day == early:
        return add_months(start, 0, anchor_day=late)
    return add_months(start, 1, anchor_day=early)


def guessed_frequency(dates: Sequence[date]) -> Frequency:
    """What explicit dates step by, whatever their first step is: so many days when each step has
    the same and some is not whole months; otherwise months, by which loose days are counted too.

    Raises DatesOutOfOrder and TooFewPeriods.
    """
    steps = list(pairwise(in_order(dates)))
    if rolled := _rolled(dates):
        return rolled
    for alike in (steps, steps[1:]):
        days = {(end - start).days for start, end in alike}
        if len(days) == 1 and not all(is_whole_months(*step) for step in alike):
            (every,) = days
            if alike is steps or len(alike) > 1 or every < SHORTEST_MONTH:
                weeks, rest = divmod(every, 7)
                return _stepping(every, Unit.DAYS) if rest else _stepping(weeks, Unit.WEEKS)
    months = [whole_months(*step) for step in reversed(steps) if is_whole_months(*step)]
    return _stepping(max(months, key=months.count), Unit.MONTHS) if months else MONTHLY


def _rolled(dates: Sequence[date]) -> Frequency | None:
    months = (dates[1].year - dates[0].year) * 12 + dates[1].month - dates[0].month
    for every in (months, months - 1):
        if 0 < every <= EVERY_MAX and roll_forward(dates, Frequency(every, Unit.MONTHS)):
            return Frequency(every, Unit.MONTHS)
    return None


def _stepping(every: int, unit: Unit) -> Frequency:
    return Frequency(min(every, EVERY_MAX), unit)
