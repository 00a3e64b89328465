"""The worker's loop: urgent first, in order, and on its feet again when the database comes back."""

import logging
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from minga.doors.jobs import worker
from minga.doors.jobs.tests.posting import EMAIL, publish_code, publish_notice
from minga.integrations.tests.servers import Mailbox
from minga.kit import clock


@pytest.mark.django_db
@pytest.mark.usefixtures("real_channels")
def test_carries_out_codes_before_anything_else_and_the_rest_in_order(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [publish_notice(email=f"socia{number}@correo.co") for number in range(3)]
    publish_code()
    # In one transaction the database's clock stands still, a moment before ours.
    later = waiting[0].created_at + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    while worker.drain_urgent_first():
        pass
    assert mailbox.recipients == [EMAIL, *(f"socia{number}@correo.co" for number in range(3))]


def test_outlives_the_databases_absence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "POLL_S", 0.001)
    stop, steps = threading.Event(), list[int]()

    def step() -> bool:
        steps.append(1)
        if len(steps) < 4:
            raise OperationalError("connection lost while writing 739154")
        stop.set()
        return False

    with caplog.at_level(logging.WARNING):
        worker.run(stop, step)
    assert len(steps) == 4
    assert caplog.text.count("OperationalError") == 3
    assert "739154" not in caplog.text


def test_waits_longer_each_time_the_database_is_away_and_never_very_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses = list[float]()

    class Clock(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            if len(pauses) == 8:
                self.set()
            return True

    def fail() -> bool:
        raise OperationalError

    worker.run(Clock(), fail)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0, 5.0]


def test_a_bug_of_the_loop_is_not_mistaken_for_the_databases_absence() -> None:
    def bug() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        worker.run(threading.Event(), bug)
