"""What `bench.day_close.worker` can do, once Django is there."""

from collections.abc import Callable
from datetime import date, datetime
from datetime import time as at_time
from typing import Any

from bench.day_close.orm import one_by_one
from bench.day_close.seed import seed
from minga.day_close.close_day import close_day
from minga.kit.clock import BOGOTA

EVENING = at_time(23, 55)


def _seed(savings: str, loans: str) -> None:
    seed(int(savings), int(loans))


def _close(day: str) -> None:
    closed = date.fromisoformat(day)
    close_day(day=closed, at=datetime.combine(closed, EVENING, BOGOTA))


def _orm(day: str, savings: str, loans: str) -> None:
    one_by_one(date.fromisoformat(day), int(savings), int(loans))


DO: dict[str, Callable[..., Any]] = {"seed": _seed, "close": _close, "orm": _orm}
