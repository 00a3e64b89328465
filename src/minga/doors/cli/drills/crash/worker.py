"""One process of an office at work: moves money with the web's rights and writes down, outside the
database and after the fact, every confirmation it was given.

Run as `python -m minga.doors.cli.drills.crash.worker FOLDER WORKER FIRST_ORDER`; SIGTERM ends it
after the order it is at, SIGUSR1 makes it say where it is.
"""

import faulthandler
import os
import signal
import sys
import time
from decimal import Decimal
from itertools import count
from pathlib import Path
from uuid import UUID

from minga.doors.cli.drills.crash.orders import (
    Confirmed,
    Control,
    Order,
    Scene,
    order,
    read_scene,
)
from minga.kit import clock, ids
from minga.kit.money import Money

PAUSE_S = 0.1  # asking more often would only keep a recovering server busy with saying no
FORGETS_EVERY = 25  # under Control.DOUBLE


class Worker:
    """Carries out its orders one by one."""

    def __init__(self, scene: Scene, file: int) -> None:
        self._scene, self._file = scene, file

    def carry_out(self, todo: Order, number: int) -> None:
        """Until it is confirmed and written down, however often the database goes away."""
        from django.db import InterfaceError, OperationalError, connection

        written = False
        while not written:
            try:
                if self._scene.control is Control.LOSE and todo.owner is None:
                    self._confirm_too_early(todo)
                else:
                    self._forget_an_answer(todo, number)
                    self._write(ask(todo))
                written = True
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(PAUSE_S)

    def _write(self, confirmed: Confirmed) -> None:
        os.write(self._file, confirmed.line())
        os.fsync(self._file)

    def _confirm_too_early(self, todo: Order) -> None:
        from django.db import OperationalError, connection, transaction

        written = False
        try:
            with transaction.atomic():
                self._write(ask(todo))
                written = True
        except OperationalError:
            if not written:
                raise
            connection.close()

    def _forget_an_answer(self, todo: Order, number: int) -> None:
        control = self._scene.control
        if control is Control.DOUBLE and todo.owner is None and number % FORGETS_EVERY == 1:
            post_as(todo, ids.uuid7())


def ask(todo: Order) -> Confirmed:
    """Asks the office once; returns what it confirmed."""
    if todo.owner is None:
        return post_as(todo, todo.key)
    from minga.payments.make_transfer import make_transfer

    first, second = reversed(todo.owner.products) if todo.backwards else todo.owner.products
    made = make_transfer(
        member_id=UUID(todo.owner.member), source_id=UUID(first), destination_id=UUID(second),
        amount=_amount(todo), note="", key=todo.key, at=clock.now(),
    )  # fmt: skip
    return Confirmed(made.id, todo.source, todo.target, todo.centavos, None, replayed=False)


def post_as(todo: Order, key: UUID) -> Confirmed:
    """Posts the order under a key: its own, unless a fault is planted."""
    from minga.ledger.entry import EntryDraft, credit, debit
    from minga.ledger.post import post

    at = clock.now()
    posted = post(
        EntryDraft(
            key=key, kind="drill", business_date=clock.business_date(at), occurred_at=at,
            description="Simulacro", actor="system:drill", reference=todo.reference,
            lines=(debit(todo.source, _amount(todo)), credit(todo.target, _amount(todo))),
        )
    )  # fmt: skip
    return Confirmed(
        todo.key, todo.source, todo.target, todo.centavos, posted.entry_id, posted.replayed
    )


def _amount(todo: Order) -> Money:
    return Money.of(Decimal(todo.centavos) / 100)


def work(folder: Path, number: int, first: int) -> None:
    """Orders `first`, `first` + 1, … until told to stop or until the drill itself is gone."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    faulthandler.register(signal.SIGUSR1)
    scene, parent = read_scene(folder), os.getppid()
    file = folder / f"confirmed-{number}-{os.getpid()}.tsv"
    worker = Worker(scene, os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for place in count(first):
        if stopping or os.getppid() != parent:
            return
        worker.carry_out(order(scene, number, place), place)


if __name__ == "__main__":
    import django

    django.setup()
    work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
