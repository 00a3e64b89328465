"""Closing business days, one after the other: each step once, wherever it was interrupted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from minga.day_close.cut_over import brought_until, last_closed
from minga.day_close.locks import one_close_at_a_time
from minga.day_close.models import BusinessDay, DayStep
from minga.day_close.steps import STEPS, Step
from minga.day_close.steps_done import last_done, note_done
from minga.kit.refusal import Refusal

DAY = timedelta(days=1)
OnStep = Callable[[date, str, Mapping[str, str]], None]


class DayNotOver(Refusal):
    """The day is still running, or has not come: it cannot be closed yet."""

    code = "day_not_over"


class DayLeftBehind(Refusal):
    """Later days were closed and this one never was: what it would earn and say is past."""

    code = "day_left_behind"


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """One day and what its steps counted; `was_closed` when it had been closed before."""

    date: date
    steps: Mapping[str, Mapping[str, str]]
    was_closed: bool


def close_through(
    *, day: date, today: date, at: datetime, on_step: OnStep = lambda *_: None
) -> list[ClosedDay]:
    """Closes every day after the last closed one up to `day`, in order; without any, those after
    the cut-over of what came from another system; without that either, `day` alone.

    A day that is closed already is answered from its record. Raises DayNotOver for `today` and
    later, DayLeftBehind for one before the first that was closed, MissingParameter when a step
    needs a legal value that nobody entered.
    """
    if day >= today:
        raise DayNotOver(day=day)
    last = last_closed()
    if last and day < last and not BusinessDay.objects.filter(date=day).exists():
        raise DayLeftBehind(day=day, last=last)
    return [close_day(day=each, at=at, on_step=on_step) for each in _days_up_to(day)]


def close_day(*, day: date, at: datetime, on_step: OnStep = lambda *_: None) -> ClosedDay:
    """Closes one day: every step that is not done yet, each in one transaction with its record."""
    BusinessDay.objects.get_or_create(date=day, defaults={"begun_at": at})
    was_closed = BusinessDay.objects.filter(date=day).exclude(closed_at=None).exists()
    for name, step in STEPS:
        figures = _do(day, name, step, at)
        if figures is not None:
            on_step(day, name, figures)
    BusinessDay.objects.filter(date=day, closed_at=None).update(closed_at=at)
    done = DayStep.objects.filter(day_id=day).order_by("id")
    return ClosedDay(day, {one.step: one.figures for one in done}, was_closed)


def _do(day: date, name: str, step: Step, at: datetime) -> Mapping[str, str] | None:
    """Figures of a step that was done now; None when it had been done."""
    with transaction.atomic(durable=True):
        one_close_at_a_time()
        done_on, before = last_done(name, day)
        if done_on == day:
            return None
        figures = step(day=day, at=at, before=before)
        note_done(name, day, at, figures)
    return figures


def _days_up_to(day: date) -> list[date]:
    last = last_closed() or brought_until()
    first = min(last + DAY, day) if last else day
    return [first + DAY * n for n in range((day - first).days + 1)]
