"""The books page by page, and one entry by its number or by what its receipt says.

The same lines as `daily_book` streams; a page costs what it shows, whatever came before.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from minga.kit import sql
from minga.kit.money import ZERO, Money
from minga.ledger.daily_book import BookLine, ChartAccount, chart_account

_READ = Path(__file__).with_name("sql") / "read"
PAGE_SIZE = 50
type LinePlace = tuple[int, int]
type DayPlace = tuple[date, int, int]
START: LinePlace = (0, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One economic event as it was written: never changed, only reversed by another."""

    id: int
    key: UUID
    kind: str
    business_date: date
    occurred_at: datetime
    posted_at: datetime
    description: str
    reference: str
    actor: str
    reverses: int | None
    reversed_by: int | None
    lines: int
    total: Money


def journal_page(day: date, *, after: LinePlace = START, limit: int = PAGE_SIZE) -> list[BookLine]:
    """Lines of one day's entries, in the order they were written, after a place: the entry and
    line of the last one seen."""
    values = {"day": day, "entry": after[0], "line": after[1], "limit": limit}
    return [_line(row) for row in sql.rows_named(sql.text(_READ / "journal_page.sql"), values)]


def ledger_page(
    code: str,
    since: date,
    until: date,
    *,
    after: DayPlace | None = None,
    limit: int = PAGE_SIZE,
) -> tuple[ChartAccount, list[tuple[BookLine, Money]]]:
    """An account's lines of those days after a place, each with the balance it left; the account's
    `opening` is what it held before them. Raises UnknownChartAccount."""
    first = chart_account(code, since)
    place = after or (since, 0, 0)
    values = {
        "code": code, "since": since, "until": until, "day": place[0], "entry": place[1],
        "line": place[2], "limit": limit, "side": first.normal_side,
    }  # fmt: skip
    seen = Money(sql.named(sql.text(_READ / "ledger_seen.sql"), values)[0]) if after else ZERO
    account = ChartAccount(code, first.name, first.normal_side, first.opening + seen)
    lines, balance = [], account.opening
    for row in sql.rows_named(sql.text(_READ / "ledger_page.sql"), values):
        line = _line(row)
        balance += line.amount if line.side == account.normal_side else -line.amount
        lines.append((line, balance))
    return account, lines


def entry(entry_id: int) -> Entry | None:
    """One entry; None for a number that no entry has."""
    found = sql.rows_named(sql.text(_READ / "entry.sql"), {"id": entry_id})
    return _entry(found[0]) if found else None


def entry_lines(entry_id: int, *, after: int = 0, limit: int = PAGE_SIZE) -> list[BookLine]:
    """Its lines after one of them."""
    values = {"id": entry_id, "line": after, "limit": limit}
    return [_line(row) for row in sql.rows_named(sql.text(_READ / "entry_lines.sql"), values)]


def entries_with_reference(reference: str, since: date, *, limit: int = 20) -> list[Entry]:
    """Entries that carry a receipt's reference and count from that day on, the newest first.

    References have no index, which every transfer would pay for: the entries since a day are read.
    """
    values = {"reference": reference, "since": since, "limit": limit}
    return [
        _entry(row)
        for row in sql.rows_named(sql.text(_READ / "entries_with_reference.sql"), values)
    ]


def used_codes() -> list[tuple[str, str]]:
    """Code and name of every chart account, to choose from."""
    return [(row[0], row[1]) for row in sql.rows(sql.text(_READ / "chart.sql"), [])]


def _line(row: tuple[Any, ...]) -> BookLine:
    day, entry_id, line_no, description, reference, code, name, account_id, side, amount = row
    return BookLine(
        day, entry_id, line_no, description, reference, code, name, account_id, side, Money(amount)
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    *said, total = row
    names = list(Entry.__dataclass_fields__)
    return Entry(**dict(zip(names, [*said, Money(total)], strict=True)))
