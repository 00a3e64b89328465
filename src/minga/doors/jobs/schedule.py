"""What the worker does of itself, and how often."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error

from minga.access.tidy import tidy
from minga.access.watch_failures import watch_failures
from minga.audit.seal import seal
from minga.kit import outbox_letters
from minga.kit.periodic import take_turn
from minga.staff.tidy import tidy as tidy_staff

_log = logging.getLogger(__name__)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Chore:
    """A use case that takes only the time, and how long until its next turn."""

    name: str
    every: timedelta
    do: Callable[[datetime], object]


CHORES = (
    Chore("audit.seal", MINUTE, lambda at: seal(at=at)),
    Chore("access.tidy", DAY, lambda at: tidy(at=at)),
    Chore("access.watch", MINUTE, lambda at: watch_failures(at=at)),
    Chore("staff.tidy", DAY, lambda at: tidy_staff(at=at)),
    Chore("outbox.tidy", DAY, lambda at: outbox_letters.forget_delivered(at=at)),
)


def do_what_is_due(at: datetime) -> bool:
    """Does the chores whose turn it is; True when there was one.

    A chore that fails is told in the log and has its next turn; only the database's own failures
    reach the caller.
    """
    due = [chore for chore in CHORES if take_turn(chore.name, chore.every, at)]
    for chore in due:
        try:
            chore.do(at)
        except Error:
            raise
        except Exception as error:
            _log.exception("The chore %s failed: %s", chore.name, type(error).__name__)
    return bool(due)
