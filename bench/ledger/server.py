"""The server that everything is measured on: the embedded one, made for this run, with production's
settings.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from minga.kit import database, embedded_postgres
from minga.kit.home import PROJECT, read_environment

NOT_OURS = (
    "DATABASE_URL",
    "DATABASE_WEB_URL",
    "EMAIL_URL",
    "SMS_URL",
    "DJANGO_SETTINGS_MODULE",
    "MINGA_PIN_SIGNER",
)


@dataclass(frozen=True, slots=True)
class BenchServer:
    """A running throw-away server and the home it lives in."""

    home: Path
    postgres: embedded_postgres.Server

    def connect(
        self, name: str = embedded_postgres.DATABASE, role: str = embedded_postgres.OWNER
    ) -> psycopg.Connection[Any]:
        """An autocommit connection; the caller closes it."""
        return psycopg.connect(**self.postgres.conninfo(role, name), autocommit=True)

    def minga_environment(self, role: str) -> dict[str, str]:
        """The environment of a process of ours that works as the database role "owner" or "web"."""
        return _bare_environment() | {
            "MINGA_HOME": str(self.home),
            database.ROLE_VARIABLE: role,
            "DJANGO_SETTINGS_MODULE": "minga.settings",
            "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}",
        }

    def libpq_environment(self, name: str, role: str) -> dict[str, str]:
        """The environment in which a program such as pgbench finds a database, with a worker's
        timeouts.
        """
        login = self.postgres.conninfo(role, name)
        options = " ".join(f"-c {key}={value}" for key, value in database.TIMEOUTS_MS.items())
        return _bare_environment() | {
            "PGHOST": login["host"],
            "PGUSER": login["user"],
            "PGPASSWORD": login["password"],
            "PGDATABASE": name,
            "PGOPTIONS": options,
        }

    def create_database(self, name: str) -> None:
        """An empty database that belongs to the owner."""
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def copy_database(self, name: str, template: str) -> None:
        """A copy of a database that nobody is connected to."""
        with self.connect("postgres") as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def settle(self) -> None:
        """Writes everything down, so that no contestant pays for what was prepared before."""
        with self.connect("postgres", embedded_postgres.SUPERUSER) as connection:
            connection.execute("CHECKPOINT")

    def settings(self) -> dict[str, str]:
        """The settings that decide what durable means here, as the server says them."""
        names = [
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers",
            "wal_compression",
        ]
        with self.connect() as connection:
            version = connection.execute("SHOW server_version").fetchone()
            found = connection.execute(
                "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY (%s)", [names]
            ).fetchall()
        return {"postgresql": version[0] if version else "", **dict(found)}


@contextlib.contextmanager
def throw_away_server() -> Iterator[BenchServer]:
    """A fresh server with Minga's tables; gone afterwards.

    It lives inside the office's own home folder: a temporary folder may be kept in memory, where
    nothing is durable.
    """
    office = read_environment().home
    was_there = office.exists()
    office.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="bench-", dir=office))
    try:
        with embedded_postgres.use(home) as postgres:
            server = BenchServer(home, postgres)
            subprocess.run(
                [sys.executable, "-m", "minga", "migrate"], check=True,
                stdout=subprocess.DEVNULL, env=server.minga_environment("owner"),
            )  # fmt: skip
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if not was_there:
            with contextlib.suppress(OSError):
                office.rmdir()


def _bare_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_OURS}
