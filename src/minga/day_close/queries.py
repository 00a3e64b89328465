"""Which days were closed, and what each step counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from minga.day_close.models import BusinessDay, DayStep

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class DayRow:
    """A business day and where its close stands."""

    date: date
    begun_at: datetime
    closed_at: datetime | None
    steps: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a day's close."""

    step: str
    done_at: datetime
    figures: Mapping[str, str]


def days(*, before: date | None = None, limit: int = PAGE_SIZE) -> list[DayRow]:
    """Days whose close began, the newest first, before a day."""
    found = BusinessDay.objects.order_by("-date")
    if before is not None:
        found = found.filter(date__lt=before)
    return [
        DayRow(one.date, one.begun_at, one.closed_at, len(one.steps.all()))
        for one in found.prefetch_related("steps")[:limit]
    ]


def steps_of(day: date) -> tuple[DayRow, list[StepRow]] | None:
    """One day with its steps in the order they were done; None when its close never began."""
    found = BusinessDay.objects.filter(date=day).first()
    if found is None:
        return None
    done = [
        StepRow(one.step, one.done_at, one.figures)
        for one in DayStep.objects.filter(day=found).order_by("id")
    ]
    return DayRow(found.date, found.begun_at, found.closed_at, len(done)), done
