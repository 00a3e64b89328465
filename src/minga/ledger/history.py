"""The set-based way into the books for history that another system has kept until now.

Owner only. Everything happens in the caller's transaction: `open_history`, then `plan` as often as
needed, then `post`. The SQL and its promises are in sql/0005_import.sql.

Dr/Cr of a movement: `C` Dr MIGRATION / Cr member account; `D` Dr member account / Cr MIGRATION.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

import psycopg
from django.db import connection

from minga.kit import sql
from minga.kit.money import Money

EPOCH = date(1970, 1, 1)
# A million movements are sorted and added up in memory; more go to disk by themselves.
_SETTINGS = ("work_mem = '256MB'", "jit = off", "synchronize_seqscans = off")
_OPEN = (
    "DROP TABLE IF EXISTS pg_temp.history_refusal",
    "CREATE TEMP TABLE history_refusal"
    " (line bigint, account_id bigint, code text, balance numeric, because bigint)",
)
_PLAN = "SELECT planned, replayed, refused, late FROM ledger.plan_history(%s::bigint[], %s, %s)"
_POST = "SELECT ledger.post_history(%s)"
_CLOSE = "DROP TABLE IF EXISTS pg_temp.history_plan, pg_temp.history_known, pg_temp.history_refusal"
_NOTICE = re.compile(r"history (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen: to be posted, in the books already, refused, and late (dated before the
    last posting of their account)."""

    planned: int
    replayed: int
    refused: int
    late: int


def history_key(account_id: int, reference: str) -> UUID:
    """The idempotency key of an imported movement with that reference on that ledger account."""
    return _key(account_id, "8", reference)


def unreferenced_key(account_id: int, request: bytes, occurrence: int) -> UUID:
    """The key of a movement without a reference: the `occurrence`-th (from 1) of equal ones."""
    return _key(account_id, "9", f"{request.hex()}{occurrence}")


def history_request(
    side: str, amount: Money, on: date, reference: str | None, description: str
) -> bytes:
    """What an imported movement says, in sixteen bytes: its entry's request hash."""
    parts = (f"{side}{amount}", str((on - EPOCH).days), reference or "", description)
    return sha256("\x1f".join(parts).encode()).digest()[:16]


def _key(account_id: int, kind: str, text: str) -> UUID:
    # RFC 9562 version 8. The account comes first, so that a batch writes the index page by page.
    digest = sha256(text.encode()).hexdigest()
    return UUID(f"{account_id:012x}8{digest[:3]}{kind}{digest[4:19]}")


def open_history() -> None:
    """Makes room for one import in the caller's transaction: the empty list of refusals."""
    with connection.cursor() as cursor:
        for setting in _SETTINGS:
            cursor.execute(f"SET LOCAL {setting}")
        for statement in _OPEN:
            cursor.execute(statement)


def plan(account_ids: Sequence[int], rows: str, *, without_reference: bool) -> Plan:
    """Arranges the movements that the query `rows` gives and checks them against the books.

    Locks the accounts' balances until the transaction ends. What is refused stands in the table
    `history_refusal` afterwards (line, account_id, code, balance, because) and is left out when
    this is called again. `without_reference` says that some have none.
    """
    return Plan(*sql.one(_PLAN, [list(account_ids), rows, without_reference]))


def post_plan(*, actor: str, on_progress: Callable[[int, int], None]) -> int:
    """Writes the last plan in the books; returns how many. Never call it after a refusal."""
    with _notices(on_progress):
        posted: int = sql.one(_POST, [actor])[0]
    return posted


def close_history() -> None:
    """Gives back the room; the transaction's end would do it too."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE)


@contextmanager
def _notices(on_progress: Callable[[int, int], None]) -> Iterator[None]:
    def tell(diagnostic: psycopg.errors.Diagnostic) -> None:
        found = _NOTICE.fullmatch(diagnostic.message_primary or "")
        if found:
            on_progress(int(found[1]), int(found[2]))

    driver = connection.connection
    driver.add_notice_handler(tell)
    try:
        yield
    finally:
        driver.remove_notice_handler(tell)
