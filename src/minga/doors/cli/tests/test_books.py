"""`minga books`, as whoever runs it reads it."""

import contextlib
import csv
import io

import pytest

from minga.doors.cli import books, main
from minga.doors.cli.book_problems import WORDS, describe
from minga.kit.money import ZERO, Money
from minga.ledger import books_check, post
from minga.ledger.books_check import Problem
from minga.ledger.tests.books import TODAY, funded, pesos, striped, transfer
from minga.ledger.tests.damage import drop_guards, run, scene
from minga.ledger.tests.faults import FAULTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database ready, and the books of the test's transaction."""
    monkeypatch.setattr(books, "database_ready", contextlib.nullcontext)
    monkeypatch.setattr(books_check, "snapshot", contextlib.nullcontext)


def test_says_that_the_books_prove(capsys: pytest.CaptureFixture[str]) -> None:
    scene()
    assert main.main(["books", "check"]) == 0
    printed = capsys.readouterr()
    assert "Los libros cuadran." in printed.out
    assert "Revisando los libros: 100 %" in printed.err


def test_prints_the_exact_row_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    here = scene()
    drop_guards()
    run(
        f"UPDATE ledger.posting SET balance_after = 701 WHERE entry_id = {here.order} AND line_no=1"
    )
    assert main.main(["books", "check"]) == 1
    printed = capsys.readouterr().out
    assert (
        f"asiento {here.order} · línea 1 · cuenta {here.ana}:"
        " dejó un saldo de 701.00 y debe ser 700.00\n"
    ) in printed
    assert "Los libros NO cuadran" in printed


def test_shows_no_more_faults_than_asked(capsys: pytest.CaptureFixture[str]) -> None:
    here = scene()
    drop_guards()
    run(f"UPDATE ledger.posting SET side = 'X' WHERE entry_id = {here.order}")
    assert main.main(["books", "check", "--max-lines", "1"]) == 1
    assert "fallas más." in capsys.readouterr().out


def test_has_words_and_a_planted_fault_for_everything_it_may_find() -> None:
    assert {code for _, code, _ in FAULTS} == set(WORDS)


def test_says_where_and_what_in_plain_words() -> None:
    problem = Problem("running_balance", 7, 2, 31, "701.00", "700.00")
    assert describe(problem) == (
        "asiento 7 · línea 2 · cuenta 31: dejó un saldo de 701.00 y debe ser 700.00"
    )


@pytest.fixture
def till() -> int:
    """Books in which Ana got $ 1.234.500,50 in cash."""
    till, ana = striped("1120"), funded(0)
    post.post(transfer(till, ana, "1234500.50"))
    return till


def test_prints_the_trial_balance_as_people_read_it(
    till: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["books", "trial-balance", "--date", str(TODAY)]) == 0
    lines = capsys.readouterr().out.splitlines()
    (row,) = [line for line in lines if line.startswith("1120")]
    assert row.split("  ")[-1].strip() == "$\u00a01.234.500,50"
    assert {len(line.rstrip()) for line in lines[1:]} == {len(lines[1])}  # the columns are aligned
    assert lines[-1].split("  ")[-1].strip() == "$\u00a00"


def test_prints_the_trial_balance_for_machines(
    till: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["books", "trial-balance", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    (row,) = [row for row in rows if row["codigo"] == "1120"]
    assert (row["naturaleza"], row["debitos"], row["creditos"], row["saldo"]) == (
        "D", "1234500.50", "0.00", "1234500.50",
    )  # fmt: skip
    assert sum((pesos(row["debitos"]) - pesos(row["creditos"]) for row in rows), pesos(0)) == pesos(
        0
    )


def total(rows: list[dict[str, str]], column: str) -> Money:
    return sum((pesos(row[column]) for row in rows), ZERO)


def test_refuses_a_date_that_is_none() -> None:
    with pytest.raises(SystemExit):
        main.main(["books", "trial-balance", "--date", "31/12/2026"])
