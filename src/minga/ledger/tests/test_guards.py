"""What the database itself refuses, to the owner too; and what the check says where a guard fell.

Every guard is tried three times: it refuses; taken away, the damage is done; and the check names
the damaged row. So each test here shows that it could fail.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from minga.kit.retry import sqlstate
from minga.ledger.tests.damage import Scene, has, problems, run, scene

pytestmark = pytest.mark.django_db
APPEND_ONLY, UNBALANCED, BELOW_FLOOR, UNIQUE = "ML001", "ML002", "ML005", "23505"
LINES = "(entry_id, line_no, account_id, side, amount, business_date, version, balance_after)"


@dataclass(frozen=True)
class Guard:
    """A statement, the error it must get, how to take the guard away, and the row found then."""

    statement: str
    error: str
    taken_away: tuple[str, ...]
    code: str
    row: dict[str, Any]


def kept(table: str, statement: str, code: str, **row: Any) -> Any:
    """A guard against changing or removing what is written in `table`."""
    off = f"ALTER TABLE ledger.{table} DISABLE TRIGGER USER"
    name = f"{table}-{statement.split(maxsplit=1)[0]}"
    return pytest.param(Guard(statement, APPEND_ONLY, (off,), code, row), id=name)


def refused(name: str, statement: str, error: str, taken_away: str, code: str, **row: Any) -> Any:
    """A guard against writing something wrong."""
    away = (f"ALTER TABLE ledger.{taken_away}",)
    return pytest.param(Guard(statement, error, away, code, row), id=name)


NO_KEYS_TO_ACCOUNTS = tuple(
    f"ALTER TABLE ledger.{table} DROP CONSTRAINT {table}_account_id_fkey"
    for table in ("account_balance", "hold", "account_closure")
)
KEPT = [
    kept("journal_entry", "UPDATE ledger.journal_entry SET reverses = {nowhere} WHERE id = {back}",
         "reversal_of_nothing", entry="back"),
    kept("journal_entry", "DELETE FROM ledger.journal_entry WHERE id = {order}",
         "postings_without_entry", entry="order", found="2"),
    kept("journal_entry", "TRUNCATE ledger.journal_entry",
         "postings_without_entry", entry="order", found="2"),
    kept("posting", "UPDATE ledger.posting SET amount = 301 WHERE entry_id = {order}"
         " AND line_no = 2", "unbalanced", entry="order", found="300.00", expected="301.00"),
    kept("posting", "DELETE FROM ledger.posting WHERE entry_id = {order} AND line_no = 2",
         "too_few_lines", entry="order", found="1"),
    kept("posting", "TRUNCATE ledger.posting", "entry_without_postings", entry="order"),
    kept("hold", "UPDATE ledger.hold SET amount = 1 WHERE key = '{open_hold}'",
         "held", account="luis", found="40.00", expected="1.00"),
    kept("hold", "DELETE FROM ledger.hold WHERE key = '{open_hold}'",
         "held", account="luis", found="40.00", expected="0"),
    kept("hold_end", "UPDATE ledger.hold_end SET entry_id = {nowhere}",
         "capture_without_entry", entry="nowhere", account="ana"),
    kept("hold_end", "DELETE FROM ledger.hold_end", "held", account="ana", found="0.00"),
    kept("hold_end", "TRUNCATE ledger.hold_end", "held", account="ana", expected="40.00"),
    kept("account_closure", "UPDATE ledger.account_closure SET account_id = {luis}"
         " WHERE account_id = {closed}", "open_despite_closure", account="luis"),
    kept("account_closure", "DELETE FROM ledger.account_closure WHERE account_id = {closed}",
         "closed_without_record", account="closed"),
    kept("account_closure", "TRUNCATE ledger.account_closure",
         "closed_without_record", account="closed"),
    kept("account_balance", "DELETE FROM ledger.account_balance WHERE account_id = {luis}",
         "balance_rows", account="luis", found="0", expected="1"),
    kept("account_balance", "TRUNCATE ledger.account_balance",
         "balance_rows", account="till", found="0", expected="16"),
]  # fmt: skip
REFUSED = [
    refused("unbalanced-entry", f"INSERT INTO ledger.posting {LINES} VALUES"
            " ({nowhere}, 1, {till}, 'D', 5, now(), NULL, NULL),"
            " ({nowhere}, 2, {till}, 'C', 4, now(), NULL, NULL)",
            UNBALANCED, "posting DISABLE TRIGGER entry_balances",
            "unbalanced", entry="nowhere", found="5.00", expected="4.00"),
    refused("one-line-entry", f"INSERT INTO ledger.posting {LINES} VALUES"
            " ({nowhere}, 1, {till}, 'D', 5, now(), NULL, NULL)",
            UNBALANCED, "posting DISABLE TRIGGER entry_balances",
            "too_few_lines", entry="nowhere", found="1"),
    refused("negative-amounts", f"INSERT INTO ledger.posting {LINES} VALUES"
            " ({nowhere}, 1, {till}, 'D', -5, now(), NULL, NULL),"
            " ({nowhere}, 2, {till}, 'C', -5, now(), NULL, NULL)",
            UNBALANCED, "posting DISABLE TRIGGER entry_balances",
            "bad_line", entry="nowhere", line=2, account="till"),
    refused("not-a-number", f"INSERT INTO ledger.posting {LINES} VALUES"
            " ({nowhere}, 1, {till}, 'D', 'NaN', now(), NULL, NULL),"
            " ({nowhere}, 2, {till}, 'C', 'NaN', now(), NULL, NULL)",
            UNBALANCED, "posting DISABLE TRIGGER entry_balances",
            "bad_line", entry="nowhere", line=1, account="till"),
    refused("no-such-side", f"INSERT INTO ledger.posting {LINES} VALUES"
            " ({nowhere}, 1, {till}, 'd', 5, now(), NULL, NULL),"
            " ({nowhere}, 2, {till}, 'c', 5, now(), NULL, NULL)",
            UNBALANCED, "posting DISABLE TRIGGER entry_balances",
            "bad_line", entry="nowhere", line=1, account="till"),
    refused("half-a-running-balance", f"INSERT INTO ledger.posting {LINES} VALUES"
            " ({nowhere}, 1, {till}, 'D', 5, now(), NULL, NULL),"
            " ({nowhere}, 2, {luis}, 'C', 5, now(), 5, NULL)",
            UNBALANCED, "posting DISABLE TRIGGER entry_balances",
            "running_balance_misplaced", entry="nowhere", line=2, account="luis"),
    refused("balance-below-floor",
            "UPDATE ledger.account_balance SET posted = 39 WHERE account_id = {luis}",
            BELOW_FLOOR, "account_balance DISABLE TRIGGER not_below_floor",
            "below_floor", account="luis", found="-1.00", expected="0.00"),
    refused("less-than-nothing-held",
            "UPDATE ledger.account_balance SET held = -1 WHERE account_id = {luis}",
            BELOW_FLOOR, "account_balance DISABLE TRIGGER not_below_floor",
            "held", account="luis", found="-1.00", expected="40.00"),
    refused("same-key-twice",
            "INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date,"
            " occurred_at, posted_at, description, actor) SELECT {nowhere}, key, request_hash,"
            " kind, business_date, occurred_at, posted_at, description, actor"
            " FROM ledger.journal_entry WHERE id = {order}",
            UNIQUE, "journal_entry DROP CONSTRAINT journal_entry_key",
            "key_twice", entry="nowhere"),
    refused("same-hold-key-twice",
            "INSERT INTO ledger.hold (key, request_hash, account_id, amount, reason, actor,"
            " placed_at) SELECT key, request_hash, {closed}, 1, '', '', now()"
            " FROM ledger.hold WHERE key = '{open_hold}'",
            UNIQUE, "hold DROP CONSTRAINT hold_key_key", "hold_key_twice", account="closed"),
]  # fmt: skip


@pytest.mark.parametrize("guard", KEPT + REFUSED)
def test_refuses_it_and_the_check_finds_it_where_the_guard_fell(guard: Guard) -> None:
    here = scene()
    statement = guard.statement.format(**vars(here))
    assert error_of(statement) == guard.error
    assert problems() == []
    for take_away in guard.taken_away:
        run(take_away)
    run(statement)
    found = problems()
    assert has(found, guard.code, guard.row, here), found


@pytest.mark.parametrize("table", ["ledger_account", "chart_account"])
@pytest.mark.parametrize("how", ["DELETE FROM", "TRUNCATE"])
def test_accounts_are_never_removed(table: str, how: str) -> None:
    here = scene()
    # CASCADE gets past the foreign keys, which would refuse a bare TRUNCATE before the guard does.
    tail = " CASCADE" if how == "TRUNCATE" else ""
    assert error_of(f"{how} ledger.{table}{tail}") == APPEND_ONLY
    remove_account(here)
    found = problems()
    assert has(found, "balance_without_account", {"account": "luis"}, here), found


def test_an_entry_is_reversed_once() -> None:
    here = scene()
    again = (
        "INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date,"
        f" occurred_at, posted_at, description, actor, reverses) SELECT {here.nowhere},"
        " gen_random_uuid(), request_hash, kind, business_date, occurred_at, posted_at,"
        f" description, actor, reverses FROM ledger.journal_entry WHERE id = {here.back}"
    )
    assert error_of(again) == UNIQUE
    run("DROP INDEX ledger.journal_entry_reversed_once")
    run(again)
    found = problems()
    assert has(found, "reversed_twice", {"entry": "nowhere"}, here), found


def remove_account(here: Scene) -> None:
    for statement in (
        "ALTER TABLE ledger.ledger_account DISABLE TRIGGER USER",
        *NO_KEYS_TO_ACCOUNTS,
        f"DELETE FROM ledger.ledger_account WHERE id = {here.luis}",
    ):
        run(statement)


def error_of(statement: str) -> str | None:
    """PostgreSQL's code of the error a statement gets; the transaction lives on."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        run(statement)
    return sqlstate(caught.value)
