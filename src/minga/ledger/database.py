"""The ledger's own way to its functions: the driver's connection, with statements prepared once.

Django's cursor sends every value as text and prepares nothing, which costs a client as much again.
The connection is the same one, so Django's transactions hold, and errors are Django's own.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from minga.kit.retry import retried

Row = tuple[Any, ...]


def rows(sql: str, parameters: Sequence[Any]) -> list[Row]:
    """All rows of a statement that is worth preparing."""
    office = connections[DEFAULT_DB_ALIAS]
    office.close_if_health_check_failed()
    office.ensure_connection()
    driver: psycopg.Connection[Row] = office.connection
    try:
        with office.wrap_database_errors:
            return psycopg.Cursor(driver).execute(sql, parameters, prepare=True).fetchall()
    except DatabaseError:
        _leave_if_lost(office)
        raise


def one(sql: str, parameters: Sequence[Any]) -> Row:
    """The first row of a statement that always answers one."""
    return rows(sql, parameters)[0]


# For calls that are a transaction of their own when the caller has none: asked again when the
# database gave one up in favour of another caller.
rows_of_call = retried(rows)


def _leave_if_lost(office: BaseDatabaseWrapper) -> None:
    """A connection that died is given up, so that the next call opens another one."""
    if office.connection is not None and office.connection.closed and not office.in_atomic_block:
        office.close()
