"""Opening and closing ledger accounts, and finding the cooperative's own ones by their key."""

import csv
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from minga.ledger import database
from minga.ledger.entry import UnknownLedgerAccount, refusal_for

CHART = Path(__file__).with_name("chart.csv")
_UPSERT = """
INSERT INTO ledger.chart_account (code, name, normal_side, key, confidence, source)
VALUES (%s, %s, %s, NULLIF(%s, ''), %s, %s)
ON CONFLICT (code) DO UPDATE SET key = EXCLUDED.key
    WHERE chart_account.key IS NULL AND EXCLUDED.key IS NOT NULL
RETURNING code
"""
# Keys under which members have accounts of their own. Every other key of the chart is one ledger
# account of the cooperative itself.
MEMBER_KEYS = (
    "SAVINGS_SIGHT", "SAVINGS_CONTRACTUAL", "SAVINGS_PERMANENT", "TERM_DEPOSITS", "APORTES",
    "LOANS_", "PAYROLL_RECEIVABLE",
)  # fmt: skip


def load_chart() -> int:
    """Adds the chart and internal ledger accounts that are missing; returns how many."""
    with transaction.atomic():
        # Two commands that start at the same moment take turns.
        connection.cursor().execute("LOCK TABLE ledger.chart_account IN SHARE ROW EXCLUSIVE MODE")
        return _add_chart_rows() + _open_internal_accounts()


def _add_chart_rows() -> int:
    added = 0
    with CHART.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            added += len(database.rows(_UPSERT, list(row.values())))
    return added


def _open_internal_accounts() -> int:
    opened = database.rows(
        "SELECT ledger.open_account(c.code, c.key, 'cooperative', NULL, NULL, true)"
        " FROM ledger.chart_account c"
        " WHERE c.key IS NOT NULL AND NOT c.key LIKE ANY (%s)"
        "   AND NOT EXISTS (SELECT FROM ledger.ledger_account a WHERE a.key = c.key)",
        [[key_pattern(key) for key in MEMBER_KEYS]],
    )
    return len(opened)


def key_pattern(key: str) -> str:
    """A key as it is, or everything that begins with it when it ends in an underscore."""
    return key.replace("_", r"\_") + ("%" if key.endswith("_") else "")


@lru_cache(maxsize=64)
def internal_account(key: str) -> int:
    """The id of an internal account such as "GMF_PAYABLE". Raises UnknownLedgerAccount."""
    found = database.rows("SELECT id FROM ledger.ledger_account WHERE key = %s", [key])
    if not found:
        raise UnknownLedgerAccount(key=key)
    account_id: int = found[0][0]
    return account_id


def chart_code(key: str) -> tuple[str, str]:
    """Code and name of the chart account with that key. Raises UnknownLedgerAccount."""
    found = database.rows("SELECT code, name FROM ledger.chart_account WHERE key = %s", [key])
    if not found:
        raise UnknownLedgerAccount(key=key)
    code, name = found[0]
    return code, name


def normal_side(key: str) -> str:
    """The side on which the chart account with that key grows. Raises UnknownLedgerAccount."""
    found = database.rows(
        "SELECT normal_side::text FROM ledger.chart_account WHERE key = %s", [key]
    )
    if not found:
        raise UnknownLedgerAccount(key=key)
    side: str = found[0][0]
    return side


def open_member_accounts(
    chart_key: str, owner_kind: str, owners: Sequence[UUID]
) -> dict[UUID, int]:
    """Opens one account per owner under the chart account with that key; returns their ids.

    Their floor is zero. Raises UnknownLedgerAccount when the chart has no such key.
    """
    found = database.rows(
        "SELECT o.owner_ref, o.account_id FROM ledger.chart_account c,"
        " ledger.open_member_accounts(c.code, %s, %s::uuid[]) o WHERE c.key = %s",
        [owner_kind, list(owners), chart_key],
    )
    if owners and not found:
        raise UnknownLedgerAccount(key=chart_key)
    return dict(found)


def close_account(account_id: int, *, at: datetime, actor: str, reason: str) -> None:
    """Closes an account for good.

    Raises BalanceNotZero, ClosedLedgerAccount, UnknownLedgerAccount.
    """
    (outcome,) = database.one(
        "SELECT ledger.close_account(%s::bigint, %s, %s, %s)", [account_id, at, actor, reason]
    )
    if outcome != "closed":
        raise refusal_for(outcome, account_id)
