"""What is killed, and how the office comes back from it."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from random import Random

import psycopg

from minga.doors.cli.drills import orphans
from minga.doors.cli.drills.crash.crew import LOOK_EVERY_S, WAIT_S, Crew
from minga.doors.cli.drills.throw_away import DrillFailed, DrillOffice
from minga.kit import embedded_postgres

OF_A_CLIENT = 0.7  # the rest of the time one of the server's own helpers dies
_BACKENDS = """
SELECT pid, backend_type FROM pg_stat_activity WHERE pid <> pg_backend_pid() ORDER BY pid
"""
CLIENT = "client backend"
BACKEND, POSTMASTER, WORKER = (
    "un proceso de la base", "la base entera", "un proceso de la oficina",
)  # fmt: skip
TURNS = (BACKEND, POSTMASTER, BACKEND, POSTMASTER, WORKER)


@dataclass(frozen=True, slots=True)
class Killer:
    """Kills what it is told and starts again what does not come back by itself."""

    office: DrillOffice
    crew: Crew
    chance: Random

    def kill(self, kind: str) -> str:
        """Says what was killed, in words."""
        if kind == BACKEND:
            return self._kill_backend()
        if kind == POSTMASTER:
            return self._kill_postmaster()
        return self._kill_worker()

    def _kill_backend(self) -> str:
        """The server notices, ends its other processes too and recovers by itself."""
        running = self._running()
        clients = [one for one in running if one[1] == CLIENT]
        helpers = [one for one in running if one[1] != CLIENT]
        of_a_client = not helpers or self.chance.random() < OF_A_CLIENT
        pid, what = self.chance.choice(clients if of_a_client else helpers)
        os.kill(pid, signal.SIGKILL)
        self._wait_for_new_helpers({one for one, kind in running if kind != CLIENT})
        return f"{BACKEND} ({what})"

    def _wait_for_new_helpers(self, old: set[int]) -> None:
        """On a busy machine the server may work on for a moment before it sees that one is gone."""
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                if not old & {one for one, _ in self._running()}:
                    return
            time.sleep(LOOK_EVERY_S)
        self.office.keep()
        raise DrillFailed(f"la base no se recuperó sola: mira {self.office.home}")

    def _kill_postmaster(self) -> str:
        """Somebody has to start it again: in the office, the supervisor does."""
        pid = embedded_postgres.postmaster_pid(self.office.home)
        if pid is None:
            raise DrillFailed("el servidor ya estaba caído")
        of_the_server = [one for one, _ in self._running()]
        os.kill(pid, signal.SIGKILL)
        orphans.reap([pid])
        embedded_postgres.start_again(self.office.home)
        orphans.reap(of_the_server)  # they ended when they saw that they were alone
        return POSTMASTER

    def _running(self) -> list[tuple[int, str]]:
        """The server's processes and what each is for, without the one that answers this."""
        with self.office.connect(embedded_postgres.SUPERUSER, "postgres") as connection:
            return connection.execute(_BACKENDS).fetchall()

    def _kill_worker(self) -> str:
        number = self.chance.randrange(len(self.crew.confirmed))
        self.crew.kill(number)
        return f"{WORKER} (el {number + 1})"
