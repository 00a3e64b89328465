"""Plans of brought loans from a file: whole and as they add up, or not at all."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.ledger.subledger import differences
from minga.loans.models import Loan, LoanAccrual, LoanClass, LoanInstalment, LoanLine
from minga.loans.queries import LoanView, loan_of
from minga.loans.subledger import PRODUCTS
from minga.loans.tests.brought import bring_loans, bring_schedule, instalment, loan_row
from minga.loans.tests.lent import line as lent_line
from minga.members.tests.files import ANA, bring_members

pytestmark = pytest.mark.django_db
NUMBER = "T-CRE-1"
DUES = [date(2026, 10, 15), date(2026, 11, 15), date(2026, 12, 15)]
CAPITALS = ["1000000", "1.100.000,50", "900000"]
ALL = "3000000.50"


@pytest.fixture
def line(tmp_path: Path) -> LoanLine:
    assert bring_members(tmp_path, ANA).result.written
    made = lent_line()
    LoanLine.objects.filter(id=made.id).update(code=made.code.upper())
    return LoanLine.objects.get(id=made.id)


@pytest.fixture
def loan(line: LoanLine, tmp_path: Path) -> Loan:
    assert bring_loans(tmp_path, without_plan(NUMBER, line)).result.written
    return Loan.objects.get(number=NUMBER)


def without_plan(number: str, line: LoanLine, **changes: str) -> dict[str, str]:
    return loan_row(
        number, line, cuotas="", cuotas_pagadas="", saldo_capital=ALL, dias_mora="16",
        interes_causado="60000", categoria="A",
    ) | changes  # fmt: skip


def plan(number: str = NUMBER) -> list[dict[str, str]]:
    return [
        instalment(number, n, due, capital, "45000", seguro="2500")
        for n, due, capital in zip((10, 11, 12), DUES, CAPITALS, strict=True)
    ]  # fmt: skip


def page(on: date = date(2026, 11, 2)) -> LoanView:
    loan = Loan.objects.get(number=NUMBER)
    view = loan_of(loan.member_id, loan.id, on)
    assert view is not None
    return view


def test_a_loan_without_its_plan_says_so(tmp_path: Path, line: LoanLine) -> None:
    brought = bring_loans(tmp_path, without_plan(NUMBER, line))
    assert any("esperan su cronograma: 1" in notice for notice in brought.result.notices)
    view = page()
    assert (view.waits_for_plan, view.capital_brought.amount) == (True, Decimal(ALL))
    (difference,) = differences((PRODUCTS,))
    assert (difference.what, difference.number) == ("owed", NUMBER)


def test_lays_the_plan(tmp_path: Path, loan: Loan) -> None:
    assert bring_schedule(tmp_path, *plan()).counts == (3, 0, 0, True)
    view = page()
    assert [row.n for row in view.plan] == [10, 11, 12]
    assert (view.instalments_paid, view.instalments) == (9, 12)
    assert view.next_on == date(2026, 10, 15)
    assert view.owed.capital.amount == Decimal(ALL)
    assert list(differences((PRODUCTS,))) == []
    starts = LoanInstalment.objects.filter(loan=loan).order_by("n")
    assert [one.starts_on for one in starts] == [
        date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 15),
    ]  # fmt: skip
    accruals = LoanAccrual.objects.filter(loan=loan.id).order_by("business_date")
    assert [(one.business_date, one.interest) for one in accruals] == [
        (date(2026, 10, 14), Decimal(45_000)), (date(2026, 10, 31), Decimal(15_000)),
    ]  # fmt: skip
    assert LoanClass.objects.get(loan=loan).days_past_due == 16


def test_the_first_instalment_of_all_begins_with_the_disbursement(
    tmp_path: Path, line: LoanLine
) -> None:
    row = without_plan(NUMBER, line, dias_mora="0", interes_causado="0", saldo_capital="900000")
    bring_loans(tmp_path, row | {"capital": "900000", "fecha_apertura": "2026-10-20"})
    assert bring_schedule(tmp_path, instalment(NUMBER, 1, DUES[2], 900_000, 9000)).result.written
    assert LoanInstalment.objects.get(loan__number=NUMBER).starts_on == date(2026, 10, 20)


def test_the_same_file_again_changes_nothing(tmp_path: Path, loan: Loan) -> None:
    bring_schedule(tmp_path, *plan())
    assert bring_schedule(tmp_path, *plan()).counts == (0, 3, 0, True)
    other = plan()
    other[0]["interes"] = "1"
    brought = bring_schedule(tmp_path, *other)
    assert (brought.places, brought.result.refused) == ([(2, "numero_cuenta")], 3)
    assert "ya tiene otro plan" in brought.problems[0].advice


def test_the_rows_of_a_loan_may_stand_anywhere(tmp_path: Path, loan: Loan, line: LoanLine) -> None:
    bring_loans(tmp_path, without_plan("T-CRE-2", line))
    first, second = plan(), plan("T-CRE-2")
    mixed = [second[2], first[0], second[0], first[2], second[1], first[1]]
    assert bring_schedule(tmp_path, *mixed).counts == (6, 0, 0, True)


@pytest.mark.parametrize(
    ("n", "column", "value", "place", "words"),
    [
        (0, "numero_cuenta", "T-NADIE", "numero_cuenta", "trae primero el archivo de productos"),
        (1, "cuota", "13", "cuota", "Después de la cuota 10 sigue la 11"),
        (1, "cuota", "10", "cuota", "Después de la cuota 10 sigue la 11"),
        (1, "cuota", "x", "cuota", "de 1 a 480"),
        (1, "vence", "2026-10-15", "vence", "después de 2026-10-15"),
        (0, "vence", "2026-03-15", "vence", "después de 2026-03-15"),
        (2, "vence", "mañana", "vence", "AAAA-MM-DD"),
        (2, "capital", "900001", "capital", "suman 3000001.50 de capital y debe 3000000.50"),
        (2, "capital", "-1", "capital", "sin signo"),
        (2, "interes", "1.234", "interes", "separa miles o decimales"),
        (2, "seguro", "gratis", "seguro", "valor en pesos"),
        (2, "desde", "2026-12-15", "desde", "antes de su vencimiento"),
        (2, "desde", "2026-11-14", "desde", "no antes del vencimiento anterior"),
        (0, "interes", "1000", "numero_cuenta", "interes_causado: Hasta el corte"),
        (0, "vence", "2026-10-14", "numero_cuenta", "dias_mora: La cuota más vieja"),
        (0, "vence", "2026-09-01", "numero_cuenta", "categoria: Por sus días de mora es B"),
    ],
)
def test_refuses_the_whole_plan_and_says_what_to_do(
    tmp_path: Path, loan: Loan, n: int, column: str, value: str, place: str, words: str
) -> None:
    rows = plan()
    rows[n][column] = value
    brought = bring_schedule(tmp_path, *rows)
    assert not brought.result.written
    assert place in {column for _, column in brought.places}
    assert words in " ".join(one.advice for one in brought.problems)
    assert not LoanInstalment.objects.filter(loan=loan).exists()


def test_an_instalment_that_asks_for_nothing_is_refused(tmp_path: Path, loan: Loan) -> None:
    nothing = instalment(NUMBER, 9, date(2026, 9, 15), 0)
    assert bring_schedule(tmp_path, nothing, *plan()).places == [(2, "capital")]


def test_leaves_out_the_whole_loan_when_told_to(tmp_path: Path, loan: Loan, line: LoanLine) -> None:
    bring_loans(tmp_path, without_plan("T-CRE-2", line))
    bad = plan()
    bad[1]["capital"] = "1"
    brought = bring_schedule(tmp_path, *bad, *plan("T-CRE-2"), skip_invalid=True)
    assert brought.counts == (3, 0, 3, True)
    assert not LoanInstalment.objects.filter(loan=loan).exists()


def test_a_dry_run_writes_nothing(tmp_path: Path, loan: Loan) -> None:
    assert bring_schedule(tmp_path, *plan(), dry_run=True).counts == (3, 0, 0, False)
    assert not LoanInstalment.objects.filter(loan=loan).exists()
