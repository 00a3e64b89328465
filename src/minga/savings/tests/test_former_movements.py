"""Movements of deposits that came with their balance: remembered whole or not, never posted."""

from pathlib import Path

import pytest
from django.db import transaction

from minga.kit.money import Money
from minga.kit.tests.import_files import Brought
from minga.ledger import former
from minga.ledger import queries as ledger
from minga.ledger.tests.damage import run
from minga.savings.models import TermDeposit
from minga.savings.tests.brought import cdat, cdat_plan
from minga.savings.tests.files import (
    SIGHT,
    bring_movements,
    bring_products,
    history,
    movement,
    open_products,
)

pytestmark = pytest.mark.django_db
NUMBER = "T-CDAT-1"


@pytest.fixture(autouse=True)
def deposit(tmp_path: Path) -> TermDeposit:
    open_products(tmp_path)
    assert bring_products(tmp_path, cdat(NUMBER, cdat_plan())).result.written
    return TermDeposit.objects.get(number=NUMBER)


def moved(day: str, side: str, value: str, **changes: str) -> dict[str, str]:
    return movement(NUMBER, day, side, value, **changes)


WHOLE = [
    moved("2026-09-01", "C", "9000000.00", descripcion="Apertura", saldo="9000000.00"),
    moved("2026-09-02", "C", "1500000.00", descripcion="Ajuste", referencia="A-2"),
    moved("2026-09-02", "D", "500000.00", descripcion="Reversa", saldo="10000000.00"),
]


def bring(folder: Path, *rows: dict[str, str], **options: object) -> Brought:
    return bring_movements(folder, *rows, **options)


def kept(deposit: TermDeposit) -> list[tuple[str, Money, Money]]:
    found = former.movements(deposit.id, limit=50)
    return [(one.description, one.amount, one.balance_after) for one in found]


def test_are_remembered_and_posted_nowhere(tmp_path: Path, deposit: TermDeposit) -> None:
    books = ledger.trial_balance(deposit.matures_on)
    assert bring(tmp_path, *WHOLE).counts == (3, 0, 0, True)
    assert kept(deposit) == [
        ("Reversa", Money.of(-500_000), Money.of(10_000_000)),
        ("Ajuste", Money.of(1_500_000), Money.of(10_500_000)),
        ("Apertura", Money.of(9_000_000), Money.of(9_000_000)),
    ]
    assert ledger.trial_balance(deposit.matures_on) == books


def test_come_page_after_page(tmp_path: Path, deposit: TermDeposit) -> None:
    bring(tmp_path, *WHOLE)
    first = former.movements(deposit.id, limit=1)
    rest = former.movements(deposit.id, limit=9, before=(first[0].business_date, first[0].version))
    assert [one.description for one in first + rest] == ["Reversa", "Ajuste", "Apertura"]


def test_the_same_file_again_changes_nothing(tmp_path: Path, deposit: TermDeposit) -> None:
    bring(tmp_path, *WHOLE)
    before = kept(deposit)
    assert bring(tmp_path, *WHOLE).counts == (0, 3, 0, True)
    assert kept(deposit) == before


def test_stand_in_one_file_with_those_of_accounts(tmp_path: Path, deposit: TermDeposit) -> None:
    assert bring(tmp_path, movement(value="70.00"), *WHOLE).counts == (4, 0, 0, True)
    assert len(history(SIGHT)) == 1
    assert len(kept(deposit)) == 3


def test_a_file_that_tells_the_newest_first_is_read_backwards(
    tmp_path: Path, deposit: TermDeposit
) -> None:
    assert bring(tmp_path, *WHOLE[::-1]).result.written
    assert [what for what, _, _ in kept(deposit)] == ["Reversa", "Ajuste", "Apertura"]


@pytest.mark.parametrize(
    ("n", "changes", "places", "words"),
    [
        (2, {"valor": "400000.00", "saldo": ""}, [(4, "valor")], "terminan en $ 10.100.000"),
        (1, {"saldo": "1.00"}, [(3, "saldo")], "el saldo da $ 10.500.000"),
        (0, {"tipo": "D", "saldo": ""}, [(2, "valor")], "quedaría en -$ 9.000.000"),
        (2, {"fecha": "2026-11-01"}, [(4, "fecha")], "después del corte"),
        (1, {"referencia": "A-3"}, [], ""),
        (2, {"tipo": "X"}, [(4, "tipo")], "Escribe C"),
    ],
)
def test_are_refused_whole_when_one_does_not_fit(
    tmp_path: Path,
    deposit: TermDeposit,
    n: int,
    changes: dict[str, str],
    places: list[tuple[int, str]],
    words: str,
) -> None:
    rows = [*WHOLE]
    rows[n] = rows[n] | changes
    brought = bring(tmp_path, *rows)
    assert brought.result.written == (not places)
    told = [one for one in brought.problems if "Depende de la línea" not in one.advice]
    assert [(one.line, one.column) for one in told] == places
    assert all(words in one.advice for one in told)
    assert brought.result.refused == (3 if places else 0)
    assert bool(kept(deposit)) == (not places)


def test_leaves_them_out_whole_when_told_to(tmp_path: Path, deposit: TermDeposit) -> None:
    rows = [movement(value="70.00"), *WHOLE[:2]]
    assert bring(tmp_path, *rows, skip_invalid=True).counts == (1, 0, 2, True)
    assert kept(deposit) == []


@pytest.mark.parametrize(("reference", "words"), [("A-2", "usa esta referencia"), ("A-9", "")])
def test_a_reference_is_one_movement_of_its_product(
    tmp_path: Path, deposit: TermDeposit, reference: str, words: str
) -> None:
    rows = [*WHOLE, moved("2026-09-03", "C", "5.00", referencia=reference)]
    rows.append(moved("2026-09-03", "D", "5.00"))
    brought = bring(tmp_path, *rows)
    assert brought.result.written == (not words)
    assert any(words in one.advice for one in brought.problems) or not words


def test_a_kept_reference_says_the_same_for_ever(tmp_path: Path, deposit: TermDeposit) -> None:
    bring(tmp_path, *WHOLE)
    other = bring(tmp_path, moved("2026-09-02", "C", "1.00", referencia="A-2"))
    assert other.places == [(2, "referencia")]


def test_a_dry_run_writes_nothing(tmp_path: Path, deposit: TermDeposit) -> None:
    assert bring(tmp_path, *WHOLE, dry_run=True).counts == (3, 0, 0, False)
    assert kept(deposit) == []


def test_nobody_changes_what_was_remembered(tmp_path: Path) -> None:
    bring(tmp_path, *WHOLE)
    for what in ("UPDATE ledger.former_movement SET change = 1", "TRUNCATE ledger.former_movement"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            run(what)
