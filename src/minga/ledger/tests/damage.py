"""Damage to the books: a scene of rows, the guards taken away, and what the check must then say."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from minga.kit import ids
from minga.ledger import accounts, hold, post, reverse
from minga.ledger.books_check import Problem, check_books
from minga.ledger.tests.books import NOW, TODAY, funded, pesos, striped, transfer

TABLES = (
    "journal_entry", "posting", "hold", "hold_end", "account_balance", "account_closure",
    "ledger_account", "chart_account",
)  # fmt: skip
CONSTRAINTS = (
    "journal_entry DROP CONSTRAINT journal_entry_key",
    "hold DROP CONSTRAINT hold_key_key",
    "account_balance DROP CONSTRAINT account_balance_account_id_fkey",
    "ledger_account DROP CONSTRAINT ledger_account_chart_code_fkey",
)
NOWHERE = 10**15  # an id that no entry and no account has


@dataclass(frozen=True)
class Scene:
    """Ids of rows to damage.

    `order` moves $ 300 from Ana (line 1) to Luis (line 2), `back` reverses it, `capture` takes a
    hold of Ana's, Luis has an open one, `till` is a striped account that `change` has used.
    """

    ana: int
    luis: int
    till: int
    closed: int
    order: int
    back: int
    change: int
    capture: int
    open_hold: UUID
    taken_hold: UUID
    nowhere: int = NOWHERE


def scene() -> Scene:
    """Sound books in which everything that can be damaged happens once."""
    ana, luis, till, closed = funded(1000), funded(500), striped("1105"), funded(0)
    order = post.post(transfer(ana, luis, 300)).entry_id
    back = reverse.reverse(
        order, key=ids.uuid7(), business_date=TODAY, at=NOW, actor="staff:1", reason="Prueba"
    ).entry_id
    change = post.post(transfer(till, ana, 70)).entry_id
    keys = (ids.uuid7(), ids.uuid7())
    for account, key in zip((luis, ana), keys, strict=True):
        hold.place_hold(account, pesos(40), key=key, reason="x", actor="system:test", at=NOW)
    capture = post.post(transfer(ana, luis, 40, captures=keys[1])).entry_id
    accounts.close_account(closed, at=NOW, actor="staff:1", reason="Prueba")
    return Scene(ana, luis, till, closed, order, back, change, capture, *keys)


def drop_guards() -> None:
    """Takes away what refuses damage, as only the owner can and only on purpose."""
    for table in TABLES:
        run(f"ALTER TABLE ledger.{table} DISABLE TRIGGER USER")
    for constraint in CONSTRAINTS:
        run(f"ALTER TABLE ledger.{constraint}")
    run("DROP INDEX ledger.journal_entry_reversed_once")


def run(statement: str) -> None:
    """Any statement, as the role the test runs with."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def problems() -> list[Problem]:
    """What the check says about the books now."""
    found: list[Problem] = []
    report = check_books(on_problem=found.append)
    assert report.problems == len(found)
    return found


def fault(sql: str, code: str, **row: Any) -> tuple[str, str, dict[str, Any]]:
    """SQL that damages the scene, and the row of the report that must come of it.

    `entry` and `account` are names in the scene; `line`, `found` and `expected` are values.
    """
    return sql, code, row


def has(found: list[Problem], code: str, row: dict[str, Any], here: Scene) -> bool:
    """Whether the report has that row. What `row` does not name may be anything, except places."""
    entry = getattr(here, row["entry"]) if "entry" in row else None
    account = getattr(here, row["account"]) if "account" in row else None
    return any(
        (one.code, one.entry_id, one.line_no, one.account_id)
        == (code, entry, row.get("line"), account)
        and row.get("found", one.found) == one.found
        and row.get("expected", one.expected) == one.expected
        for one in found
    )
