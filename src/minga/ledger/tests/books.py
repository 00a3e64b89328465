"""Small words for tests of the books: accounts with money in them, and entries between them."""

from datetime import date
from typing import Any

from minga.kit import clock, ids
from minga.kit.money import Money
from minga.ledger import accounts, database, entry, post, queries

NOW = clock.now()
TODAY = clock.business_date(NOW)


def pesos(value: int | str) -> Money:
    return Money.of(value)


def draft(*lines: entry.Line, on: date = TODAY, **changes: Any) -> entry.EntryDraft:
    values: dict[str, Any] = {
        "key": ids.uuid7(), "kind": "test", "business_date": on, "occurred_at": NOW,
        "description": "Prueba", "actor": "system:test",
    } | changes  # fmt: skip
    return entry.EntryDraft(lines=lines, **values)


def transfer(source: int, target: int, amount: int | str, **changes: Any) -> entry.EntryDraft:
    return draft(entry.debit(source, pesos(amount)), entry.credit(target, pesos(amount)), **changes)


def funded(amount: int | str) -> int:
    """A member's savings account with that much in it."""
    owner = ids.uuid7()
    account = accounts.open_member_accounts("SAVINGS_SIGHT", "savings", [owner])[owner]
    if pesos(amount):
        # Its own counterpart: the shared cash account could not hold the largest amounts twice.
        post.post(transfer(striped("1105"), account, amount))
    return account


def striped(chart_code: str) -> int:
    """A new internal account whose balance lies in sixteen rows."""
    opened: int = database.one(
        "SELECT ledger.open_account(%s, NULL, 'cooperative', NULL, NULL, true)", [chart_code]
    )[0]
    return opened


def total(account: int) -> Money:
    return queries.balances([account])[account].total


def held(account: int) -> Money:
    return queries.balances([account])[account].held
