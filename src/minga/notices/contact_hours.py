"""When people may be written to about what they owe.

Ley 2300 of 2023: Monday to Friday and on Saturday within hours of their own, never on a Sunday or
a holiday. The hours are dated parameters.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from minga.kit import parameters
from minga.kit.calendar import COLOMBIA, SATURDAY, Calendar
from minga.kit.clock import BOGOTA

ONE_DAY = timedelta(days=1)


def next_allowed(at: datetime, calendar: Calendar = COLOMBIA) -> datetime:
    """That moment, or the first one after it when a message may go. Raises MissingParameter."""
    return next(openings(at, calendar))


def openings(at: datetime, calendar: Calendar = COLOMBIA) -> Iterator[datetime]:
    """`next_allowed`, and after it the first hour of each later day that has one."""
    local = at.astimezone(BOGOTA)
    day = local.date()
    while True:
        hours = _hours(day, calendar)
        if hours is not None and local < hours[1]:
            yield max(local, hours[0])
        day += ONE_DAY


def _hours(day: date, calendar: Calendar) -> tuple[datetime, datetime] | None:
    """From when, and until when (not included); None for a day without any."""
    if day.weekday() > SATURDAY or day in calendar.holidays(day.year):
        return None
    of = "saturday" if day.weekday() == SATURDAY else "weekday"
    opens, closes = (
        parameters.whole(f"notices.contact.{of}_{end}", day) for end in ("from", "until")
    )
    midnight = datetime.combine(day, time(), tzinfo=BOGOTA)
    return midnight + timedelta(hours=opens), midnight + timedelta(hours=closes)
