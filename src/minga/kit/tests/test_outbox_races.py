"""Several workers on one outbox."""

import threading
import time
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from minga.kit import clock, outbox

MESSAGES, WORKERS = 40, 4
pytestmark = pytest.mark.usefixtures("committed_db")


def carried_out_by_several_workers() -> Counter[int]:
    """How often each of forty messages was carried out by four workers at once."""
    topic, done = f"race-{uuid4()}", list[int]()
    with transaction.atomic():
        for number in range(MESSAGES):
            outbox.publish(topic, {"number": number})

    def note(message: outbox.Message) -> None:
        done.append(message["number"])
        time.sleep(0.005)

    def work() -> None:
        try:
            while outbox.drain_one({topic: note}, at=clock.now() + timedelta(seconds=1)):
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return Counter(done)


def test_two_workers_never_carry_out_the_same_message() -> None:
    assert carried_out_by_several_workers() == Counter(range(MESSAGES))


def test_without_the_lease_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a message that stays due while somebody has it is carried out twice."""
    monkeypatch.setattr(outbox, "LEASE", -timedelta(seconds=1))
    assert max(carried_out_by_several_workers().values()) > 1
