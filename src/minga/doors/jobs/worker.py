"""`python -m minga.doors.jobs.worker`: carries out what the office left in the outbox.

Any number of workers may run. SIGTERM or SIGINT: it finishes the message in hand and ends with 0.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable

POLL_S = 0.25
PAUSE_MAX_S = 5.0
LOOK_FOR_CHORES_S = 10.0
_log = logging.getLogger(__name__)


def run(stop: threading.Event, step: Callable[[], bool]) -> None:
    """Repeats `step` (True: there may be more at once) until told to stop.

    The database may go away and come back meanwhile.
    """
    from django.db import Error, connections

    failures = 0
    while not stop.is_set():
        try:
            pause = 0.0 if step() else POLL_S
            failures = 0
        except Error as error:
            connections.close_all()
            failures += 1
            pause = min(PAUSE_MAX_S, POLL_S * 2.0**failures)
            # Only its kind: the text of a database error quotes values.
            _log.warning("The database failed (%s); again in %.1f s", type(error).__name__, pause)
        if pause:
            stop.wait(pause)


def drain_urgent_first() -> bool:
    """One message: a code before anything else, however many notices are waiting."""
    from minga.doors.jobs.handlers import HANDLERS, URGENT
    from minga.kit import clock, outbox

    return outbox.drain_one(URGENT, at=clock.now()) or outbox.drain_one(HANDLERS, at=clock.now())


class Round:
    """Messages first; when there is none, now and then, the chores whose turn it is."""

    def __init__(self) -> None:
        self._look_at = 0.0

    def __call__(self) -> bool:
        """One step; True when there may be more to do at once."""
        if drain_urgent_first():
            return True
        if time.monotonic() < self._look_at:
            return False
        self._look_at = time.monotonic() + LOOK_FOR_CHORES_S
        from minga.doors.jobs.schedule import do_what_is_due
        from minga.kit import clock

        return do_what_is_due(clock.now())


def main() -> int:
    """Runs until told to stop; returns 2 when EMAIL_URL or SMS_URL cannot be used."""
    from minga.doors.cli.office import set_up_django

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    set_up_django("web")

    from minga.doors.jobs.channels import open_channels
    from minga.integrations.address import BadAddress

    try:
        open_channels()
    except BadAddress as error:
        sys.stderr.write(f"minga: {error}\n")
        return 2
    run(stop, Round())
    return 0


if __name__ == "__main__":
    sys.exit(main())
