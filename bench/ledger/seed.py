"""What the measured ledger holds before the first transfer."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg

from bench.ledger.scripts import Accounts
from bench.ledger.server import BenchServer

FUND = Path(__file__).with_name("fund.sql").read_text(encoding="utf-8")
HISTORY = Path(__file__).with_name("history.sql").read_text(encoding="utf-8")
OPENING = Decimal(1_000_000_000)
OPENING_KIND = "bench_opening"
HISTORY_KIND = "bench_history"
SLICE = 250_000
FIRST_DAY = date(2024, 1, 1)
_OPEN = """
SELECT min(o.account_id), max(o.account_id), count(*)
  FROM ledger.chart_account c,
       LATERAL (SELECT array_agg(gen_random_uuid()) AS refs FROM generate_series(1, %s)) owners,
       ledger.open_member_accounts(c.code, 'savings', owners.refs) o
 WHERE c.key = 'SAVINGS_SIGHT'
"""


def open_accounts(connection: psycopg.Connection[Any], accounts: int) -> int:
    """Opens member accounts whose ids follow one another; returns the first id."""
    found = connection.execute(_OPEN, [accounts]).fetchone()
    assert found is not None
    first, last, count = found
    if (count, last - first + 1) != (accounts, accounts):
        raise RuntimeError(f"opened {count} accounts from {first} to {last}, wanted {accounts}")
    return int(first)


def fund(connection: psycopg.Connection[Any], first: int, accounts: int) -> None:
    """Gives each of them OPENING pesos, in the books."""
    connection.execute(
        FUND,
        {"kind": OPENING_KIND, "first": first, "last": first + accounts - 1, "amount": OPENING},
    )


def load_history(
    connection: psycopg.Connection[Any],
    postings: int,
    accounts: Accounts,
    say: Callable[[str], None],
) -> None:
    """Adds that many postings (two an entry) to the past of the accounts, day by day."""
    left, day = postings // 2, FIRST_DAY
    known = {
        "kind": HISTORY_KIND, "first": accounts.first, "funded": accounts.funded,
        "accounts": accounts.count,
    }  # fmt: skip
    connection.execute("SET work_mem = '512MB'")
    while left:
        entries = min(SLICE, left)
        connection.execute(HISTORY, known | {"entries": entries, "day": day})
        left, day = left - entries, day + timedelta(days=28)
        say(f"  {postings - 2 * left:,} de {postings:,}")


def tidy(server: BenchServer, name: str) -> None:
    """Statistics as autovacuum would have made them, and everything on disk."""
    with server.connect(name) as connection:
        connection.execute("VACUUM ANALYZE")
    server.settle()
