"""The short way to the database for calls that happen for every transfer."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import DatabaseError
from psycopg import pq
from psycopg.errors import error_from_result

from minga.kit import sql
from minga.kit.retry import retried
from minga.kit.sql import Row, one

Words = Sequence[str | None]


class Call:
    """One statement that answers one row, with values and answer as PostgreSQL writes them.

    The way of the commonest call of all. Asking psycopg's cursor to turn fourteen Python values
    into PostgreSQL's and back took half as long as the posting itself with eight callers at work
    (docs/performance.md); text that is ready goes to libpq as it is.
    """

    def __init__(self, name: str, statement: str) -> None:
        self._name = name.encode()
        self._statement = statement
        self._prepared: WeakSet[psycopg.Connection] = WeakSet()

    def __call__(self, values: Words) -> Row:
        """Outside a transaction it is one of its own, asked again as `rows_of_call` is."""
        return self._retried(values)

    @retried
    def _retried(self, values: Words) -> Row:
        office = sql.office_connection()
        driver: psycopg.Connection = office.connection
        waiting_to_begin = (
            not driver.autocommit and driver.pgconn.transaction_status == pq.TransactionStatus.IDLE
        )
        if waiting_to_begin or driver.pgconn.pipeline_status != pq.PipelineStatus.OFF:
            # psycopg sends BEGIN before a transaction's first statement, and what travels in one
            # trip. Past it, the posting would be committed whatever becomes of the transaction.
            return one(self._statement, values)
        try:
            with office.wrap_database_errors:
                return self._ask(driver, [_encoded(value) for value in values])
        except DatabaseError:
            sql.leave_if_lost(office)
            raise

    def _ask(self, driver: psycopg.Connection, values: list[Any]) -> Row:
        if driver not in self._prepared:
            self._prepare(driver, len(values))
        answer = _checked(driver.pgconn, driver.pgconn.exec_prepared(self._name, values))
        found = [answer.get_value(0, column) for column in range(answer.nfields)]
        return tuple(None if one is None else one.decode() for one in found)

    def _prepare(self, driver: psycopg.Connection, places: int) -> None:
        numbered = self._statement.replace("%s", "${}").format(*range(1, places + 1))
        _checked(driver.pgconn, driver.pgconn.prepare(self._name, numbered.encode()))
        self._prepared.add(driver)


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
