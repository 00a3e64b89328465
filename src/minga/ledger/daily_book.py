"""The daily book and the general ledger, read as a stream: any number of lines in little memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from minga.kit import sql
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal

_READ = Path(__file__).with_name("sql") / "read"


class UnknownChartAccount(Refusal):
    """The chart of accounts has no such code."""

    code = "unknown_chart_account"


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of one entry."""

    business_date: date
    entry_id: int
    line_no: int
    description: str
    reference: str
    code: str
    name: str
    account_id: int
    side: str
    amount: Money

    @property
    def debit(self) -> Money:
        return self.amount if self.side == "D" else ZERO

    @property
    def credit(self) -> Money:
        return self.amount if self.side == "C" else ZERO


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """A chart account and what it held when the first day began, towards its normal side."""

    code: str
    name: str
    normal_side: str
    opening: Money


def journal(since: date, until: date) -> Iterator[BookLine]:
    """Every line of those days, both included, in the order it was written."""
    return _lines("journal", {"since": since, "until": until})


def chart_account(code: str, since: date) -> ChartAccount:
    """Raises UnknownChartAccount."""
    found = sql.rows_named(sql.text(_READ / "opening.sql"), {"code": code, "since": since})
    if not found:
        raise UnknownChartAccount(code=code)
    name, side, opening = found[0]
    return ChartAccount(code, name, side, Money(opening))


def general_ledger(
    account: ChartAccount, since: date, until: date
) -> Iterator[tuple[BookLine, Money]]:
    """The account's lines of those days, each with the balance it left, from `account.opening`."""
    balance = account.opening
    lines = _lines("general_ledger", {"code": account.code, "since": since, "until": until})
    for line in lines:
        balance += line.amount if line.side == account.normal_side else -line.amount
        yield line, balance


def _lines(name: str, values: Mapping[str, Any]) -> Iterator[BookLine]:
    for row in stream(sql.text(_READ / f"{name}.sql"), values):
        day, entry_id, line_no, description, reference, code, name, account_id, side, amount = row
        yield BookLine(
            day, entry_id, line_no, description, reference, code, name, account_id, side,
            Money(amount),
        )  # fmt: skip


def stream(query: str, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows as the server finds them, never all at once. Nothing else may be asked meanwhile."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        yield from cursor.stream(query.encode(), values)
