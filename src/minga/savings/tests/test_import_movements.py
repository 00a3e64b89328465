"""Movements from a file into the books: what gets in, in which order, and that it gets in once."""

from datetime import date
from pathlib import Path

import pytest

from minga.audit.models import AuditEvent
from minga.kit import sql
from minga.kit.money import Money
from minga.ledger.tests.damage import problems
from minga.savings.tests.files import (
    APORTES,
    LUIS_SIGHT,
    SECOND,
    SIGHT,
    balance,
    bring_movements,
    history,
    movement,
    open_products,
)

pytestmark = pytest.mark.django_db
_LINES = """
SELECT COALESCE(l.key, 'member'), p.side::text, p.amount::text
  FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
  JOIN ledger.ledger_account l ON l.id = p.account_id
 WHERE e.kind = 'imported' AND e.reference = %s ORDER BY p.line_no
"""


@pytest.fixture(autouse=True)
def products(tmp_path: Path) -> None:
    open_products(tmp_path)


def pesos(text: str) -> Money:
    return Money.of(text)


def entries() -> int:
    found: int = sql.one("SELECT count(*) FROM ledger.journal_entry", [])[0]
    return found


YEAR = (
    movement(value="1500000", saldo="1500000.00", referencia="A1", descripcion="Nómina"),
    movement(day="2026-10-03", side="D", value="236500.50", saldo="1263499.50", referencia="A2"),
    movement(APORTES, value="60000.00", saldo="60000", referencia="A1"),
    movement(LUIS_SIGHT, value="10.00", referencia="A1"),
)


def test_posts_the_movements_of_a_file(tmp_path: Path) -> None:
    assert bring_movements(tmp_path, *YEAR).counts == (4, 0, 0, True)
    assert [balance(one) for one in (SIGHT, APORTES, LUIS_SIGHT)] == [
        pesos("1263499.50"), pesos("60000"), pesos("10"),
    ]  # fmt: skip
    first, second = history()
    assert (first.description, first.business_date) == ("Nómina", date(2026, 10, 1))
    assert (first.balance_after, second.balance_after) == (pesos("1500000"), pesos("1263499.50"))


def test_leaves_books_that_prove(tmp_path: Path) -> None:
    bring_movements(tmp_path, *YEAR)
    assert problems() == []


def test_stands_against_the_migration_account(tmp_path: Path) -> None:
    bring_movements(tmp_path, movement(referencia="IN"), movement(side="D", referencia="OUT"))
    assert sql.rows(_LINES, ["IN"]) == [
        ("member", "C", "1000.00"), ("MIGRATION", "D", "1000.00"),
    ]  # fmt: skip
    assert sql.rows(_LINES, ["OUT"]) == [
        ("member", "D", "1000.00"), ("MIGRATION", "C", "1000.00"),
    ]  # fmt: skip


def test_leaves_a_trail(tmp_path: Path) -> None:
    bring_movements(tmp_path, *YEAR)
    event = AuditEvent.objects.get(action="import_movements")
    assert (event.actor, event.detail["created"]) == ("system:import", 4)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    bring_movements(tmp_path, *YEAR)
    before = entries()
    assert bring_movements(tmp_path, *YEAR).counts == (0, 4, 0, True)
    assert entries() == before
    assert AuditEvent.objects.filter(action="import_movements").count() == 1


def test_movements_without_reference_are_known_again_too(tmp_path: Path) -> None:
    twins = (movement(), movement(), movement(day="2026-10-02"))
    assert bring_movements(tmp_path, *twins).counts == (3, 0, 0, True)
    assert bring_movements(tmp_path, *twins).counts == (0, 3, 0, True)
    assert bring_movements(tmp_path, *twins, movement()).counts == (1, 3, 0, True)
    assert balance() == pesos("4000")


def test_a_longer_file_brings_only_what_is_new(tmp_path: Path) -> None:
    bring_movements(tmp_path, *YEAR)
    more = movement(day="2026-10-09", side="D", value="499.50", saldo="1263000", referencia="A3")
    assert bring_movements(tmp_path, *YEAR, more).counts == (1, 4, 0, True)
    assert balance() == pesos("1263000")


def test_an_account_is_told_oldest_first_or_newest_first(tmp_path: Path) -> None:
    oldest = (
        movement(value="100", saldo="100", referencia="1"),
        movement(day="2026-10-02", value="50", saldo="150", referencia="2"),
        movement(day="2026-10-02", side="D", value="30", saldo="120", referencia="3"),
    )
    newest = tuple(
        one | {"numero_cuenta": SECOND, "referencia": f"S{one['referencia']}"} for one in oldest
    )
    assert bring_movements(tmp_path, *oldest, *newest[::-1]).counts == (6, 0, 0, True)
    assert [one.balance_after for one in history(SECOND)] == [
        pesos("100"), pesos("150"), pesos("120"),
    ]  # fmt: skip


def test_rows_out_of_order_are_put_in_the_order_of_their_days(tmp_path: Path) -> None:
    rows = (
        movement(day="2026-10-01", value="100", saldo="100", referencia="1"),
        movement(day="2026-10-20", side="D", value="60", saldo="90", referencia="3"),
        movement(day="2026-10-10", value="50", saldo="150", referencia="2"),
        movement(day="2026-10-30", value="10", saldo="100", referencia="4"),
    )
    assert bring_movements(tmp_path, *rows).counts == (4, 0, 0, True)
    assert [one.balance_after for one in history()] == [
        pesos("100"), pesos("150"), pesos("90"), pesos("100"),
    ]  # fmt: skip


def test_says_that_some_movements_come_late(tmp_path: Path) -> None:
    bring_movements(tmp_path, movement(day="2026-10-10", referencia="1"))
    brought = bring_movements(tmp_path, movement(day="2026-10-01", referencia="2"))
    assert brought.counts == (1, 0, 0, True)
    assert brought.result.notices[0].endswith("al registrarla.")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    before = entries()
    assert bring_movements(tmp_path, *YEAR, dry_run=True).counts == (4, 0, 0, False)
    assert (entries(), balance()) == (before, pesos("0"))
    assert bring_movements(tmp_path, *YEAR).counts == (4, 0, 0, True)


def test_leaves_bad_rows_out_when_told_to(tmp_path: Path) -> None:
    bad = movement(LUIS_SIGHT, value="abc", referencia="A2")
    assert bring_movements(tmp_path, *YEAR, bad).counts == (4, 0, 1, False)
    assert balance() == pesos("0")
    assert bring_movements(tmp_path, *YEAR, bad, skip_invalid=True).counts == (4, 0, 1, True)
    assert balance() == pesos("1263499.50")
    assert problems() == []


def test_what_is_left_out_and_corrected_comes_in_later(tmp_path: Path) -> None:
    bad = movement(LUIS_SIGHT, value="abc", referencia="A2")
    bring_movements(tmp_path, *YEAR, bad, skip_invalid=True)
    good = bad | {"valor": "5.00"}
    assert bring_movements(tmp_path, *YEAR, good).counts == (1, 4, 0, True)
    assert balance(LUIS_SIGHT) == pesos("15")


def test_says_how_far_it_is(tmp_path: Path) -> None:
    told: list[float] = []
    bring_movements(tmp_path, *YEAR, on_progress=lambda done, of: told.append(done / of))
    assert told == sorted(told)
    assert told[-1] == 1.0
