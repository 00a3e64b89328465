"""An office of a drill's own: its home, its database server with production's settings, its
processes. Nothing in it is anybody's.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from minga.doors.cli.drills import orphans
from minga.kit import database, embedded_postgres
from minga.kit.home import read_environment

SOURCE = Path(__file__).resolve().parents[4]
NOT_OURS = (
    "DATABASE_URL", "DATABASE_WEB_URL", "EMAIL_URL", "SMS_URL", "DJANGO_SETTINGS_MODULE",
)  # fmt: skip
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
KEEP = "keep"  # a home with this file in it is evidence


class DrillFailed(RuntimeError):
    """The drill could not be carried out; that says nothing about the books."""


@dataclass(frozen=True, slots=True)
class DrillOffice:
    """A running throw-away office."""

    home: Path
    server: embedded_postgres.Server

    def connect(
        self, role: str = embedded_postgres.OWNER, name: str = embedded_postgres.DATABASE
    ) -> psycopg.Connection[Any]:
        """An autocommit connection; the caller closes it."""
        return psycopg.connect(**self.server.conninfo(role, name), autocommit=True)

    def start(self, role: str, *words: str, **streams: Any) -> subprocess.Popen[str]:
        """A process of ours, as `python -m WORDS`, with the database role "owner" or "web"."""
        environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        return subprocess.Popen(
            [sys.executable, "-P", "-m", *words],
            text=True, stdin=subprocess.DEVNULL, start_new_session=True, **streams,
            env=environment | {
                "MINGA_HOME": str(self.home), database.ROLE_VARIABLE: role,
                "DJANGO_SETTINGS_MODULE": "minga.settings", "PYTHONPATH": str(SOURCE),
            },
        )  # fmt: skip

    def run(self, *words: str) -> tuple[int, str]:
        """Runs a process of ours as the owner to its end; its code and what it printed, with its
        errors when it failed.
        """
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with self.start("owner", *words, **streams) as process:
            said, errors = process.communicate()
        return process.returncode, said + errors if process.returncode else said

    def keep(self) -> None:
        """Leaves this home where it is when the drill is over."""
        (self.home / KEEP).touch()


@contextlib.contextmanager
def throw_away_office(name: str) -> Iterator[DrillOffice]:
    """A fresh office under `drills/` of the real one's home, gone afterwards.

    There and not in a temporary folder, which may be kept in memory: nothing is durable in it.
    """
    orphans.adopt()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # and tidy up
    drills = read_environment().home / "drills"
    drills.mkdir(parents=True, exist_ok=True)
    sweep(drills)
    home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=drills))
    try:
        with embedded_postgres.use(home) as server:
            office = DrillOffice(home, server)
            _refuse_unless_durable(office)
            yield office
    finally:
        if not (home / KEEP).exists():
            _throw_away(home)


def _throw_away(home: Path) -> None:
    with contextlib.suppress(FileNotFoundError):  # its server may never have been made
        socket = Path(embedded_postgres.describe(home).socket_dir)
        shutil.rmtree(socket, ignore_errors=True)  # a long home's is elsewhere
    shutil.rmtree(home, ignore_errors=True)


def _refuse_unless_durable(office: DrillOffice) -> None:
    with office.connect() as connection:
        for name in DURABLE:
            if connection.execute(f"SHOW {name}").fetchone() != ("on",):
                raise DrillFailed(f"la base de datos no guarda como en producción: {name}")


def sweep(drills: Path) -> None:
    """Ends what a drill that was killed itself left behind."""
    for home in drills.iterdir():
        users = home / "postgres.users"
        if (home / KEEP).exists() or not users.exists():
            continue
        with users.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # that drill is going on
            embedded_postgres.stop(home, "immediate")
        _throw_away(home)
