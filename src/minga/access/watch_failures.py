"""Most PINs of an hour are wrong: somebody tries what nobody's own counter sees."""

from datetime import datetime, timedelta

from django.db import transaction

from minga.access import alarms, trail
from minga.access.policy import policy

WINDOW = timedelta(hours=1)


def watch_failures(*, at: datetime) -> bool:
    """Looks at the last hour and raises the alarm; True when it did.

    Below a number of tries the share says nothing. Meant to run every minute: no sign-in waits
    for it.
    """
    with transaction.atomic(durable=True):
        in_force = policy(at)
        dealt_with = alarms.closed_before(alarms.WRONG_SHARE)
        since = max(at - WINDOW, dealt_with) if dealt_with else at - WINDOW
        tries, wrong = trail.pin_tries(since)
        if tries < in_force.spray_tries_min:
            return False
        if wrong * 100 <= tries * in_force.spray_failures_percent:
            return False
        return alarms.raise_alarm(alarms.WRONG_SHARE, {"tries": tries, "wrong": wrong}, at)
