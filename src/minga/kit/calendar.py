"""Business days in Colombia.

Holidays come from the `holidays` library (Ley 51 of 1983, Ley 2578 of 2026); its version is pinned
because a law may change them, and an office may add or strike days by decree before it learns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays as holiday_library

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Monday to Friday minus holidays; banks have closures of their own besides."""

    added: frozenset[date] = field(default=frozenset())
    struck: frozenset[date] = field(default=frozenset())
    # Days of the year on which banks do not open although it is no holiday: (month, day).
    bank_closures: frozenset[tuple[int, int]] = field(default=frozenset({(12, 31)}))

    def holidays(self, year: int) -> dict[date, str]:
        """The holidays of a year with their names, in order."""
        named = dict(_by_law(year))
        named |= {day: "Festivo" for day in self.added if day.year == year}
        return {day: named[day] for day in sorted(named) if day not in self.struck}

    def is_business_day(self, day: date) -> bool:
        """Neither weekend nor holiday."""
        if day.weekday() >= SATURDAY or day in self.added:
            return False
        return day in self.struck or day not in _by_law(day.year)

    def is_bank_day(self, day: date) -> bool:
        """A business day on which banks and clearing houses work."""
        return self.is_business_day(day) and (day.month, day.day) not in self.bank_closures

    def business_day_from(self, day: date) -> date:
        """That day, or the first business day after it."""
        return next(one for one in _days_from(day) if self.is_business_day(one))

    def bank_day_from(self, day: date) -> date:
        """That day, or the first bank day after it."""
        return next(one for one in _days_from(day) if self.is_bank_day(one))

    def deadline(self, filed: date, business_days: int) -> date:
        """The last day of a term in business days; day one is the business day after filing."""
        due = filed
        for _ in range(business_days):
            due = self.business_day_from(due + ONE_DAY)
        return due


COLOMBIA = Calendar()


@cache
def _by_law(year: int) -> dict[date, str]:
    return dict(holiday_library.country_holidays("CO", years=year))


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += ONE_DAY
