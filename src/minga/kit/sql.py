"""Plain statements on Django's connection, prepared once: where every millisecond is paid for.

Django's cursor sends every value as text and prepares nothing, which costs a client as much again.
The connection is the same one, so Django's transactions hold, and errors are Django's own.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[Any, ...]
WORK_MEM = "128MB"
_SET = "SELECT set_config('enable_nestloop', %s, true), set_config('work_mem', %s, true)"


@cache
def text(file: Path) -> str:
    """What stands in a file of statements, read once in the life of the process."""
    return file.read_text(encoding="utf-8")


def rows(statement: str, parameters: Sequence[Any]) -> list[Row]:
    """All rows of a statement."""
    return _execute(statement, parameters, fetch=True)


def one(statement: str, parameters: Sequence[Any]) -> Row:
    """The first row of a statement that always answers one."""
    return rows(statement, parameters)[0]


def run(statement: str, parameters: Sequence[Any]) -> None:
    """A statement without an answer; inside `one_trip` it is not waited for."""
    _execute(statement, parameters, fetch=False)


def named(statement: str, values: Mapping[str, Any]) -> Row:
    """The first row of a statement with `%(name)s` places, which always answers one."""
    return _execute(statement, values, fetch=True)[0]


def rows_named(statement: str, values: Mapping[str, Any]) -> list[Row]:
    """All rows of a statement with `%(name)s` places."""
    return _execute(statement, values, fetch=True)


def run_named(statement: str, values: Mapping[str, Any]) -> None:
    """A statement with `%(name)s` places and without an answer."""
    _execute(statement, values, fetch=False)


@contextlib.contextmanager
def one_trip() -> Iterator[None]:
    """What runs inside travels together: BEGIN with the first statement, COMMIT with the last ones.

    Only when this block has ended has everything inside really happened: an error of a statement
    that was not waited for appears at the next answer that is read, or there at the latest.
    """
    office = office_connection()
    with office.wrap_database_errors, office.connection.pipeline():
        yield


@contextlib.contextmanager
def whole_tables() -> Iterator[None]:
    """Statements inside read most rows of their tables: joined by hashing, with memory for it.

    The planner cannot know how many accounts a key of the chart has; when it guesses too few, it
    looks each of them up by itself. In a transaction. At most WORK_MEM for a step of a statement.
    """
    before = one("SELECT current_setting('enable_nestloop'), current_setting('work_mem')", [])
    rows(_SET, ["off", WORK_MEM])
    yield
    rows(_SET, before)


def refuse_to_nest() -> None:
    """Raises RuntimeError inside a caller's transaction: a use case is one of its own.

    As `atomic(durable=True)` does, for use cases that are a single call; a test's own transaction
    does not count.
    """
    blocks = office_connection().atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise RuntimeError("A use case was called inside another transaction.")


def _execute(
    statement: str, parameters: Sequence[Any] | Mapping[str, Any], *, fetch: bool
) -> list[Row]:
    office = office_connection()
    driver: psycopg.Connection[Row] = office.connection
    try:
        with office.wrap_database_errors:
            cursor = psycopg.Cursor(driver).execute(statement, parameters, prepare=True)
            return cursor.fetchall() if fetch else []
    except DatabaseError:
        leave_if_lost(office)
        raise


def office_connection() -> BaseDatabaseWrapper:
    """Django's connection, open."""
    office = connections[DEFAULT_DB_ALIAS]
    office.close_if_health_check_failed()
    office.ensure_connection()
    return office


def leave_if_lost(office: BaseDatabaseWrapper) -> None:
    """A connection that died is given up, so that the next call opens another one."""
    if office.connection is not None and office.connection.closed and not office.in_atomic_block:
        office.close()
