"""`minga loans payroll-…`: what a cooperative does with its employers each month."""

import contextlib
import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from minga.doors.cli import main
from minga.kit import clock
from minga.loans.employers import employer_with
from minga.loans.models import Loan
from minga.loans.tests.lent import line
from minga.payments.settle_payroll import owed_by
from minga.payments.tests.borrowers import borrower

pytestmark = pytest.mark.django_db
NIT = "9000684381"


@pytest.fixture(autouse=True)
def office_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the test's own database."""

    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr("minga.doors.cli.office.database_ready", ready)


@pytest.fixture
def loan(db: None) -> Loan:
    """Lent a month and some days ago by wages: its first instalment is late."""
    made = line(by_payroll=True)
    made.employer = employer_with(NIT, "Trilladora El Roble")
    made.save()
    on = clock.business_date(clock.now()) - timedelta(days=35)
    return borrower("=Marta", on=on, line_id=made.id, by_payroll=True)


def loans(*words: str) -> int:
    return main.main(["loans", *words])


def test_from_the_list_to_the_money(
    loan: Loan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "lista.csv"
    assert loans("payroll-list", "--employer", "900.068.438-1", "--out", str(listed)) == 0
    assert "1 créditos en" in capsys.readouterr().out
    with listed.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["credito"], row["pagaduria_nit"]) == (loan.number, NIT)
    assert row["nombre"].startswith("'=Marta")
    taken = tmp_path / "descuentos.csv"
    taken.write_text(
        f"credito,mes,valor,referencia\n{loan.number},{row['mes']},{row['valor']},N1\n",
        encoding="utf-8",
    )
    for said in ("1 nuevo, 0 ya estaban", "0 nuevos, 1 ya estaban"):
        assert loans("payroll-collect", str(taken)) == 0
        assert said in capsys.readouterr().out
    assert loans("payroll-owed") == 0
    assert "Trilladora El Roble" in capsys.readouterr().out
    pesos = row["valor"].partition(".")[0]
    settle = ("payroll-settle", NIT, pesos, "--reference", "ACH 1", "--as", "ana")
    assert loans(*settle) == 0
    assert "Giro escrito." in capsys.readouterr().out
    assert loans(*settle) == 0
    assert "ya estaba escrito" in capsys.readouterr().out
    assert loan.line.employer is not None
    assert not owed_by(loan.line.employer)
    assert loans("payroll-settle", NIT, "1", "--reference", "ACH 2", "--as", "ana") == 1
    assert "la pagaduría debe $ 0" in capsys.readouterr().err.replace("\u00a0", " ")
    assert loans("payroll-settle", NIT, "1", "--reference", "ACH 1", "--as", "ana") == 1
    assert "con otro valor" in capsys.readouterr().err
    assert loans("payroll-list") == 0
    assert loan.number not in capsys.readouterr().out


def test_says_row_by_row_what_is_wrong(
    loan: Loan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, report = tmp_path / "descuentos.csv", tmp_path / "errores.csv"
    month = f"{clock.business_date(clock.now()):%Y-%m}"
    taken.write_text(
        f"credito,mes,valor,referencia\nNADIE-1,{month},5000,N1\n"
        f"{loan.number},{month},99000000,N1\n",
        encoding="utf-8",
    )
    assert loans("payroll-collect", str(taken), "--report", str(report)) == 1
    told = capsys.readouterr().out
    assert "Ningún crédito vigente con pagaduría" in told
    assert "No se escribió nada: 2 filas con errores" in told
    assert "NADIE-1" in report.read_text(encoding="utf-8-sig")


def test_refuses_an_employer_that_is_nobodys(capsys: pytest.CaptureFixture[str]) -> None:
    assert loans("payroll-list", "--employer", "800800800") == 1
    assert "800800800" in capsys.readouterr().err
    assert loans("payroll-settle", "800800800", "1", "--reference", "R", "--as", "ana") == 1
