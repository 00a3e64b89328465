"""The short way to the database for calls that happen for every transfer."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import DatabaseError
from psycopg import pq
from psycopg.errors import error_from_result

from minga.kit import sql
from minga.kit.retry import retried
from minga.kit.sql import Row

Words = Sequence[str | None]


class Call:
    """One statement that answers rows, with values and answer as PostgreSQL writes them.

    The way of the commonest call of all. Asking psycopg's cursor to turn fourteen Python values
    into PostgreSQL's and back took half as long as the posting itself with eight callers at work
    (docs/performance.md); text that is ready goes to libpq as it is.
    """

    def __init__(self, name: str, statement: str) -> None:
        self._name = name.encode()
        self._statement = statement
        self._prepared: WeakSet[psycopg.Connection] = WeakSet()

    def __call__(self, values: Words) -> Row:
        """The first row. Outside a transaction it is one of its own, asked again as
        `rows_of_call` is."""
        return self.rows(values)[0]

    @retried
    def rows(self, values: Words) -> list[Row]:
        """All rows; otherwise as calling it."""
        office = sql.office_connection()
        driver: psycopg.Connection = office.connection
        waiting_to_begin = (
            not driver.autocommit and driver.pgconn.transaction_status == pq.TransactionStatus.IDLE
        )
        if waiting_to_begin or driver.pgconn.pipeline_status != pq.PipelineStatus.OFF:
            # psycopg sends BEGIN before a transaction's first statement, and what travels in one
            # trip. Past it, the posting would be committed whatever becomes of the transaction.
            return sql.rows(self._statement, values)
        try:
            with office.wrap_database_errors:
                return self._ask(driver, [_encoded(value) for value in values])
        except DatabaseError:
            sql.leave_if_lost(office)
            raise

    def _ask(self, driver: psycopg.Connection, values: list[Any]) -> list[Row]:
        if driver not in self._prepared:
            self._prepare(driver, len(values))
        answer = _checked(driver.pgconn, driver.pgconn.exec_prepared(self._name, values))
        columns = range(answer.nfields)
        return [
            tuple(_decoded(answer.get_value(row, column)) for column in columns)
            for row in range(answer.ntuples)
        ]

    def _prepare(self, driver: psycopg.Connection, places: int) -> None:
        numbered = self._statement.replace("%s", "${}").format(*range(1, places + 1))
        _checked(driver.pgconn, driver.pgconn.prepare(self._name, numbered.encode()))
        self._prepared.add(driver)


def array(values: Iterable[str | None]) -> str:
    """An array of texts as PostgreSQL writes it: every element quoted, so that none is read as
    something else."""
    return "{" + ",".join(_ELEMENT(one) for one in values) + "}"


def plain_array(values: Iterable[object]) -> str:
    """An array of numbers, dates or UUIDs as PostgreSQL writes it; None of them needs a quote."""
    return "{" + ",".join(map(str, values)) + "}"


def _element(value: str | None) -> str:
    if value is None:
        return "NULL"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_ELEMENT = lru_cache(maxsize=512)(_element)  # a batch says the same few things again and again


def _decoded(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _encoded(value: str | None) -> bytes | None:
    if value is None:
        return None
    if "\0" in value:
        raise psycopg.DataError("PostgreSQL text cannot contain NUL (0x00) bytes")
    return value.encode()


def _checked(driver: pq.abc.PGconn, result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
        return result
    if driver.status == pq.ConnStatus.BAD or not result.error_field(pq.DiagnosticField.SQLSTATE):
        # An error the server did not send is libpq's own: the server is gone, though libpq may
        # still think well of the connection when only its sending failed.
        gone = driver.get_error_message()
        driver.finish()
        raise psycopg.OperationalError(gone)
    raise error_from_result(result, encoding="utf-8")
