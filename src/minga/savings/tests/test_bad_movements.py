"""Each thing that can be wrong with a row of movements: where it is told, and what to do."""

from pathlib import Path

import pytest

from minga.kit import clock
from minga.kit.money import ZERO, Money
from minga.kit.tests.import_files import TOMORROW
from minga.ledger import accounts
from minga.savings.tests.files import (
    SECOND,
    SIGHT,
    account,
    balance,
    bring_movements,
    bring_products,
    history,
    movement,
    open_products,
    product,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def products(tmp_path: Path) -> None:
    open_products(tmp_path)


BAD_CELLS = [
    ("numero_cuenta", "T-NADIE", "trae primero el archivo de productos"),
    ("numero_cuenta", "", "trae primero el archivo de productos"),
    ("numero_cuenta", SIGHT.lower(), "trae primero el archivo de productos"),
    ("fecha", "", "AAAA-MM-DD"),
    ("fecha", "31/12/2025", "AAAA-MM-DD"),
    ("fecha", "2026-02-30", "no existe"),
    ("fecha", "2026-13-01", "no existe"),
    ("fecha", TOMORROW, "no ha llegado"),
    ("fecha", "1899-12-31", "anterior a 1900"),
    ("descripcion", "", "el asociado lo va a leer"),
    ("descripcion", "   ", "el asociado lo va a leer"),
    ("descripcion", "x" * 201, "200 caracteres"),
    ("descripcion", "dos\nlíneas", "una sola línea"),
    ("descripcion", "con\ttabulador", "sin tabuladores"),
    ("tipo", "", "C si entra plata"),
    ("tipo", "X", "C si entra plata"),
    ("tipo", "CD", "C si entra plata"),
    ("valor", "", "1234.50"),
    ("valor", "-100.00", "1234.50"),
    ("valor", "+100.00", "1234.50"),
    ("valor", "0", "mayor que cero"),
    ("valor", "0.00", "mayor que cero"),
    ("valor", "100.555", "1234"),
    ("valor", "mil", "1234.50"),
    ("valor", "1e3", "1234.50"),
    ("valor", "NaN", "1234.50"),
    ("valor", "Infinity", "1234.50"),
    ("valor", "0x10", "1234.50"),
    ("valor", "１２３", "1234.50"),
    ("valor", ".", "1234.50"),
    ("valor", "1.2.3", "1234.50"),
    ("valor", "12345678901234567.00", "1234.50"),
    ("valor", "9" * 5000, "1234.50"),
    ("saldo", "abc", "1234.50"),
    ("saldo", "--5", "1234.50"),
    ("saldo", "100.555", "1234"),
    ("referencia", "x" * 81, "referencia de 80"),
    ("referencia", "a\nb", "una sola línea"),
]


@pytest.mark.parametrize(("column", "value", "words"), BAD_CELLS)
def test_refuses_a_bad_cell_and_says_what_to_do(
    tmp_path: Path, column: str, value: str, words: str
) -> None:
    good = movement(SECOND, value="200.00", referencia="1")
    brought = bring_movements(tmp_path, good, movement(referencia="2") | {column: value})
    assert brought.counts == (1, 0, 1, False)
    (problem,) = brought.problems
    assert (problem.column, problem.value) == (column, value.strip())
    assert words in problem.advice
    assert problem.row[0] == (SIGHT if column != "numero_cuenta" else value)
    assert (balance(), balance(SECOND)) == (ZERO, ZERO)


def test_names_the_line_of_a_bad_cell(tmp_path: Path) -> None:
    rows = (movement(referencia="1"), movement(referencia="2", tipo="X"), movement(fecha="x"))
    assert bring_movements(tmp_path, *rows).places == [(3, "tipo"), (4, "fecha")]


def test_tells_everything_that_is_wrong_with_a_row(tmp_path: Path) -> None:
    bad = movement("T-NADIE", day="x", side="x", value="x", descripcion="", saldo="x")
    brought = bring_movements(tmp_path, bad)
    assert {column for _, column in brought.places} == {
        "numero_cuenta", "fecha", "descripcion", "tipo", "valor", "saldo",
    }  # fmt: skip
    assert brought.result.refused == 1


def test_verifies_the_balance_of_the_file(tmp_path: Path) -> None:
    rows = (
        movement(value="100", saldo="100.00", referencia="1"),
        movement(value="50", saldo="160.00", referencia="2"),
        movement(value="10", saldo="170.00", referencia="3"),
    )
    brought = bring_movements(tmp_path, *rows)
    assert brought.counts == (1, 0, 2, False)
    assert brought.places == [(3, "saldo"), (4, "saldo")]
    assert "el saldo da $ 150: revisa" in brought.problems[0].advice
    assert "Depende de la línea 3" in brought.problems[1].advice


def test_verifies_the_balance_on_top_of_what_the_account_has(tmp_path: Path) -> None:
    bring_movements(tmp_path, movement(value="100", saldo="100", referencia="1"))
    next_month = movement(day="2026-11-01", value="5", saldo="105", referencia="2")
    assert bring_movements(tmp_path, next_month | {"saldo": "104"}).counts == (0, 0, 1, False)
    assert bring_movements(tmp_path, next_month).counts == (1, 0, 0, True)


def test_accounts_without_the_error_come_in_when_it_is_left_out(tmp_path: Path) -> None:
    rows = (
        movement(value="100", saldo="100.00", referencia="1"),
        movement(value="50", saldo="160.00", referencia="2"),
        movement(SECOND, value="7", saldo="7", referencia="3"),
    )
    brought = bring_movements(tmp_path, *rows, skip_invalid=True)
    assert brought.counts == (2, 0, 1, True)
    assert (balance(), balance(SECOND)) == (Money.of(100), Money.of(7))


def test_never_leaves_an_account_below_nothing(tmp_path: Path) -> None:
    rows = (movement(value="100"), movement(day="2026-10-02", side="D", value="100.01"))
    brought = bring_movements(tmp_path, *rows)
    assert brought.places == [(3, "valor")]
    assert "quedaría en -$ 0,01" in brought.problems[0].advice


def test_refuses_a_movement_of_a_closed_account(tmp_path: Path) -> None:
    accounts.close_account(account(SECOND), at=clock.now(), actor="staff:1", reason="Retiro")
    brought = bring_movements(tmp_path, movement(SECOND))
    assert brought.places == [(2, "numero_cuenta")]
    assert "cerrada" in brought.problems[0].advice


def test_refuses_a_line_that_comes_twice(tmp_path: Path) -> None:
    brought = bring_movements(tmp_path, movement(referencia="1"), movement(referencia="1"))
    assert brought.places == [(3, "referencia")]
    assert "Es igual a la línea 2" in brought.problems[0].advice


def test_refuses_a_reference_of_two_movements(tmp_path: Path) -> None:
    rows = (movement(referencia="1"), movement(referencia="1", value="9.00"))
    brought = bring_movements(tmp_path, *rows)
    assert brought.places == [(3, "referencia")]
    assert "La línea 2 usa esta referencia con otros datos" in brought.problems[0].advice


def test_a_reference_counts_once_for_each_account(tmp_path: Path) -> None:
    rows = (movement(referencia="1"), movement(SECOND, referencia="1"))
    assert bring_movements(tmp_path, *rows).counts == (2, 0, 0, True)


@pytest.mark.parametrize(
    "changes",
    [{"value": "1000.01"}, {"side": "D"}, {"day": "2026-10-02"}, {"descripcion": "Otra"}],
    ids=["value", "side", "day", "description"],
)
def test_refuses_a_reference_that_stands_in_the_books_with_other_data(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    bring_movements(tmp_path, movement(referencia="1"))
    brought = bring_movements(tmp_path, movement(referencia="1", **changes))
    assert brought.places == [(2, "referencia")]
    assert "ya está registrada" in brought.problems[0].advice
    assert balance() == Money.of(1000)


def test_everybody_else_comes_in_when_a_new_account_is_empty(tmp_path: Path) -> None:
    bring_products(tmp_path, product("T-ANA-9"))
    assert bring_movements(tmp_path, movement(referencia="1")).counts == (1, 0, 0, True)
    assert balance("T-ANA-9") == ZERO


@pytest.mark.parametrize("secret", ["' OR 1=1 --", "'; DROP TABLE ledger.posting; --", "{valor}"])
def test_text_is_text_and_nothing_else(tmp_path: Path, secret: str) -> None:
    rows = (movement(descripcion=secret, referencia=secret), movement(valor=secret))
    brought = bring_movements(tmp_path, *rows, skip_invalid=True)
    assert brought.counts == (1, 0, 1, True)
    assert history()[0].description == secret
