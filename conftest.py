"""The tests' own office: a throw-away home with an embedded PostgreSQL, one database for each
worker."""

import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

sys.path.insert(0, str(Path(__file__).parent / "src"))

import django
import psycopg
import pytest
from psycopg import sql
from xdist.scheduler import LoadScopeScheduling

from minga.kit import embedded_postgres

PARAMETERS = "kit_parameter"
# Tests that share an office, a port or a signer stay together, on one worker. The journeys that
# close days have an office of their own, because a close credits everybody's interest.
TOGETHER = {
    "tests/journeys/test_credit.py": "days",
    "tests/journeys/test_lives_of_products.py": "days",
    "tests/journeys/": "office",
    "tests/test_up.py": "up",
    "tests/test_signer_of_an_office.py": "up",
    "src/minga/doors/cli/tests/test_drill_crash.py": "drill",
}
SOURCE = str(Path(__file__).parent / "src")
OURS = (
    "DATABASE_URL", "EMAIL_URL", "SMS_URL", "MINGA_COOPERATIVE_NAME", "MINGA_COOPERATIVE_NIT",
    "MINGA_COOPERATIVE_ADDRESS", "MINGA_COOPERATIVE_CITY", "MINGA_DEPOSIT_INSURANCE",
    "MINGA_DB_ROLE", "MINGA_ORIGIN", "MINGA_TRUSTED_PROXIES",
)  # fmt: skip

# Before anything reads the settings: they know their home when they are imported. Workers inherit
# it.
os.environ["DJANGO_SETTINGS_MODULE"] = "minga.settings"
os.environ["MINGA_PIN_SIGNER"] = "in-process"  # offices that tests start have a real one
if "MINGA_TEST_HOME" not in os.environ:
    for name in OURS:
        os.environ.pop(name, None)
    os.environ["MINGA_TEST_HOME"] = tempfile.mkdtemp(prefix="minga-test-")
    os.environ["MINGA_HOME"] = os.environ["MINGA_TEST_HOME"]


class TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]  # without types
    """Whole groups first, the largest at once; every other test goes wherever a worker is free.

    The groups are told by path: xdist writes marks into the names of tests, and pytest 9.2 does not
    let it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group for path, group in TOGETHER.items() if nodeid.startswith(path)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return TogetherScheduling(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the server; workers find it running."""
    django.setup()
    if hasattr(config, "workerinput"):
        return
    home = Path(os.environ["MINGA_TEST_HOME"])
    users = (home / "postgres.users").open("a+")  # while it is open, nobody else stops the server
    config.add_cleanup(lambda: _throw_away(home, users))
    embedded_postgres.ensure_running(home, users)
    # As a database that tests may lose: nobody's savings are in it.
    server = embedded_postgres.describe(home)
    with _admin(server, "postgres") as connection:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    subprocess.run(
        [sys.executable, "-m", "minga", "migrate"],
        check=True, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": SOURCE},
    )  # fmt: skip
    from minga.doors.cli import static_files

    static_files.collect(home)


def _throw_away(home: Path, users: IO[str]) -> None:
    users.close()
    embedded_postgres.stop(home, "immediate")
    shutil.rmtree(home, ignore_errors=True)


def _admin(server: embedded_postgres.Server, database: str) -> psycopg.Connection[Any]:
    return psycopg.connect(
        **server.conninfo(embedded_postgres.SUPERUSER, database), autocommit=True
    )


@pytest.fixture(scope="session")
def test_server() -> embedded_postgres.Server:
    """The embedded server of this run."""
    return embedded_postgres.describe(Path(os.environ["MINGA_TEST_HOME"]))


@pytest.fixture(scope="session")
def test_database(test_server: embedded_postgres.Server) -> str:
    """This worker's own copy of a migrated database; returns its name."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with _admin(test_server, "postgres") as connection:
        # A template must be idle while it is copied: workers take turns.
        connection.execute("SELECT pg_advisory_lock(1)")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name),
                sql.Identifier(embedded_postgres.DATABASE),
                sql.Identifier(embedded_postgres.OWNER),
            )
        )
    return name


@pytest.fixture(scope="session")
def django_db_setup(test_server: embedded_postgres.Server, test_database: str) -> None:
    """Points Django at the worker's database, as the superuser in the owner's clothes (so that
    tests can change)."""
    from django.db import connection

    login = test_server.conninfo(embedded_postgres.SUPERUSER, test_database)
    connection.settings_dict.update(
        HOST=login["host"], USER=login["user"], PASSWORD=login["password"], NAME=test_database
    )
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c role={embedded_postgres.OWNER}"


@pytest.fixture(autouse=True)
def fresh_parameters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests change parameters and take them back: what was read is kept for one test alone, and
    until something is written."""
    from django.db import connection

    from minga.kit import parameters

    def watch(execute: Any, statement: str, *arguments: Any) -> Any:
        if PARAMETERS in statement and not statement.startswith("SELECT"):
            parameters.forget()
        return execute(statement, *arguments)

    monkeypatch.setattr(parameters, "KEEP_S", math.inf)
    parameters.forget()
    with connection.execute_wrapper(watch):
        yield
    parameters.forget()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database with real commits. Nothing is cleaned up: books are append-only, so tests make
    their own accounts."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def as_web(db: None) -> Iterator[None]:
    """What follows runs with the rights of the web's database role."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {embedded_postgres.WEB}")
        yield
        if not connection.needs_rollback:
            cursor.execute(f"SET ROLE {embedded_postgres.OWNER}")
