"""The ledger's own way to its functions: the driver's connection, with statements prepared once.

Django's cursor costs as much as the posting itself. The connection is the same one, so Django's transactions hold.
"""

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from django.db import connection


def rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement that is worth preparing."""
    if connection.connection is None:
        connection.ensure_connection()
    driver = cast("psycopg.Connection[tuple[Any, ...]]", connection.connection)
    return driver.execute(sql, parameters, prepare=True).fetchall()


def one(sql: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """The first row of a statement that always answers one."""
    return rows(sql, parameters)[0]
