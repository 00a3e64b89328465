"""Which instalments are told at the end of a day: soon due, or late by one of the stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

SOON = 0  # the stage of what is not due yet
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The instalments due from one day to another, both included, are told of that stage."""

    stage: int
    since: date
    until: date


def windows(
    day: date, *, before_days: int, stages: Sequence[int], catch_up_days: int
) -> tuple[Window, ...]:
    """What the close of a day tells of; each instalment is in one window at most.

    People read it the morning after `day`. A stage is told on its day, or on one of the
    `catch_up_days` from it on while no later stage has come: what is older is not told late.
    """
    told = tuple(sorted({stage for stage in stages if stage > 0}))
    found = [
        Window(stage, day - DAY * (min(stage + catch_up_days, after) - 1), day - DAY * stage)
        for stage, after in pairwise((*told, 10_000))
    ]
    if before_days > 0:
        found.insert(0, Window(SOON, day + DAY * 2, day + DAY * (1 + before_days)))
    return tuple(found)
