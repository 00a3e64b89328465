"""Reading the books a range at a time: which ranges there are, and the rows of a check over one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

CHECKS = Path(__file__).with_name("sql") / "check"
LOWEST, HIGHEST = -(2**63), 2**63 - 1
ENTRIES_PER_RANGE = 100_000
# Accounts are read in about ten ranges: each sorts its postings by account, and gathers them from
# all over the table. One busy account may exceed the most.
RANGES = 10
POSTINGS_PER_RANGE_MIN, POSTINGS_PER_RANGE_MAX = 500_000, 5_000_000
ACCOUNTS_PER_RANGE = 200_000

_ENTRY_RANGE = """
SELECT max(e.id), count(*) FROM (
    SELECT id FROM ledger.journal_entry WHERE id > %(above)s ORDER BY id LIMIT %(size)s) e
"""
_ACCOUNT_RANGE = """
SELECT COALESCE(max(b.account_id) FILTER (WHERE b.postings <= %(postings)s), min(b.account_id)),
       COALESCE(max(b.postings) FILTER (WHERE b.postings <= %(postings)s), min(b.postings))
  FROM (SELECT account_id, sum(CASE WHEN stripe = 0 THEN version ELSE 0 END)
               OVER (ORDER BY account_id, stripe) AS postings
          FROM ledger.account_balance WHERE account_id > %(above)s
         ORDER BY account_id, stripe LIMIT %(accounts)s) b
"""


def entry_ranges() -> Iterator[tuple[int, int, int]]:
    """Ids in (above, upto], with how many entries; together they cover every number there is."""
    above = LOWEST
    while True:
        upto, entries = one(_ENTRY_RANGE, {"above": above, "size": ENTRIES_PER_RANGE})
        if entries < ENTRIES_PER_RANGE:
            yield above, HIGHEST, entries
            return
        yield above, upto, entries
        above = upto


def account_ranges(postings_in_all: int) -> Iterator[tuple[int, int, int]]:
    """Ids in (above, upto], with about how many postings; they too cover every number."""
    above = LOWEST
    size = min(max(postings_in_all // RANGES, POSTINGS_PER_RANGE_MIN), POSTINGS_PER_RANGE_MAX)
    limits = {"postings": size, "accounts": ACCOUNTS_PER_RANGE}
    while True:
        upto, postings = one(_ACCOUNT_RANGE, {"above": above, **limits})
        if upto is None:
            yield above, HIGHEST, 0
            return
        yield above, upto, int(postings)
        above = upto


def stream(name: str, parameters: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
    """Rows of a check as the server finds them, never all at once."""
    query = (CHECKS / f"{name}.sql").read_bytes()
    with psycopg.Cursor(connection.connection) as cursor:
        yield from cursor.stream(query, parameters)


def one(query: str, parameters: Mapping[str, object]) -> tuple[Any, ...]:
    """The row of a query that always answers one."""
    with psycopg.Cursor(connection.connection) as cursor:
        rows: list[tuple[Any, ...]] = cursor.execute(query.encode(), parameters).fetchall()
    return rows[0]
