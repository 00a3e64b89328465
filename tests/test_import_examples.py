"""The examples beside docs/import.md come in as they stand, in the order the page tells."""

import contextlib
import csv
from pathlib import Path

import pytest

from minga.day_close.interest_payable import interest_payable
from minga.doors.cli import main, office
from minga.ledger.books_check import check_books
from minga.ledger.subledger import differences
from minga.loans.subledger import PRODUCTS as LOANS
from minga.savings.subledger import PRODUCTS as SAVINGS

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = DOCS / "import-examples"
IN_ORDER = (
    ("members", "asociados"), ("plans", "planes"), ("lines", "lineas"), ("products", "ahorros"),
    ("products", "metas"), ("products", "cdat"), ("products", "creditos"),
    ("schedule", "cronograma"), ("balances", "saldos"), ("movements", "movimientos"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "database_ready", contextlib.nullcontext)


def test_every_example_comes_in_and_the_books_prove(capsys: pytest.CaptureFixture[str]) -> None:
    for again in ("nuevo", "0 nuevos"):
        for kind, name in IN_ORDER:
            assert main.main(["import", kind, str(EXAMPLES / f"{name}.csv")]) == 0, name
            assert again in capsys.readouterr().out
    check_books(on_problem=lambda problem: pytest.fail(str(problem)))
    assert list(differences((SAVINGS, LOANS))) == []
    assert interest_payable().agrees


def test_no_example_is_forgotten() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == {name for _, name in IN_ORDER}


def test_every_column_of_the_examples_is_explained() -> None:
    page = (DOCS / "import.md").read_text(encoding="utf-8")
    for path in EXAMPLES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [column for column in header if f"`{column}`" not in page] == [], path.name
