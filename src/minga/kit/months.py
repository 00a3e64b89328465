"""Months on the calendar: a day that a month lacks becomes its last one, and comes back after."""

import calendar
from datetime import date, timedelta

from minga.kit.refusal import Refusal


class DayOutOfRange(Refusal):
    """The calendar has no such day (before year 1 or after 9999)."""

    code = "day_out_of_range"


def last_day(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]


def add_months(start: date, months: int, *, anchor_day: int | None = None) -> date:
    """That many months later, on the anchor's day (by default the start's own).

    31 January + 1 is 28 or 29 February; + 2 is 31 March again, when counted from the same start.
    """
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise DayOutOfRange(start=start, months=months)
    wanted = anchor_day or start.day
    return date(year, month0 + 1, min(wanted, last_day(year, month0 + 1)))


def roll_months(start: date, months: int) -> date:
    """As `add_months`, but a day that the month lacks becomes the first of the next one."""
    clamped = add_months(start, months)
    return clamped if clamped.day == start.day else clamped + timedelta(days=1)


def is_whole_months(start: date, end: date) -> bool:
    """Whether both stand for the same day of their month: 31 January and 28 February do, and so do
    28 February and 31 March, since the last day stands for every later one."""
    return any(
        min(anchor, last_day(start.year, start.month)) == start.day
        and min(anchor, last_day(end.year, end.month)) == end.day
        for anchor in (start.day, end.day)
    )


def whole_months(start: date, end: date) -> int:
    """How many whole months fit between the two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if is_whole_months(start, end) or add_months(start, months) <= end:
        return months
    return months - 1
