"""Living loans from a file: what they owe stands in the books, and no bad row does."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit.models import Parameter
from minga.kit.money import Money
from minga.kit.tests.import_files import TOMORROW
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.ledger.subledger import differences
from minga.loans.arrears_category import Category
from minga.loans.brought_plan import PlanRow, Told, earned_before
from minga.loans.models import (
    BroughtLoan,
    Impairment,
    Loan,
    LoanAccrual,
    LoanClass,
    LoanLine,
    Modality,
)
from minga.loans.owed import owed
from minga.loans.queries import LoanView, loan_of
from minga.loans.subledger import PRODUCTS
from minga.loans.tests.brought import CUT_OVER, bring_loans, loan_row
from minga.loans.tests.lent import line as lent_line
from minga.members.tests.files import ANA, LUIS, bring_members

pytestmark = pytest.mark.django_db
NUMBER = "T-CRE-1"
LAST = date(2026, 10, 31)


@pytest.fixture
def line(tmp_path: Path) -> LoanLine:
    assert bring_members(tmp_path, ANA, LUIS).result.written
    made = lent_line()
    LoanLine.objects.filter(id=made.id).update(code=made.code.upper())
    return LoanLine.objects.get(id=made.id)


def late(number: str, line: LoanLine, **changes: str) -> dict[str, str]:
    """Three instalments late since 15 August: category C, interest in suspense since then."""
    return loan_row(
        number, line, cuotas_pagadas="4", saldo_capital="8218544", interes_causado="214697",
        interes_en_suspenso="126703.97", dias_mora="77", categoria="C", deterioro="821854",
    ) | changes  # fmt: skip


def in_books(code: str) -> Decimal:
    """Debits less credits."""
    rows = {row.code: row for row in ledger.trial_balance(date(9999, 1, 1))}
    return (rows[code].debit - rows[code].credit).amount if code in rows else Decimal(0)


def page(number: str, on: date = date(2026, 11, 2)) -> LoanView:
    loan = Loan.objects.get(number=number)
    view = loan_of(loan.member_id, loan.id, on)
    assert view is not None
    return view


def test_stands_in_the_books_with_what_it_owes(tmp_path: Path, line: LoanLine) -> None:
    codes = ("144115", "144205", "144215", "144305", "144515", "831010", "880510", "279595")
    before = {code: in_books(code) for code in codes}
    assert bring_loans(tmp_path, late(NUMBER, line)).counts == (1, 0, 0, True)
    moved = {code: in_books(code) - was for code, was in before.items()}
    assert {code: amount for code, amount in moved.items() if amount} == {
        "144215": 8_218_544, "144305": 214_697, "144515": -821_854,
        "831010": Decimal("126703.97"), "880510": Decimal("-126703.97"), "279595": -7_611_387,
    }  # fmt: skip
    check_books(on_problem=lambda problem: pytest.fail(str(problem)))
    assert list(differences((PRODUCTS,))) == []
    assert Impairment.objects.get(loan__number=NUMBER).amount == 821_854


def test_shows_what_is_owed_today_and_what_comes_next(tmp_path: Path, line: LoanLine) -> None:
    bring_loans(tmp_path, loan_row(NUMBER, line))
    view = page(NUMBER)
    assert view.owed.capital == Money.of(5_242_347)
    assert (view.next_on, view.next_amount) == (date(2026, 11, 15), Money.of(1_092_557))
    assert (view.instalments_paid, view.instalments) == (7, 12)
    assert view.paid_capital == Money.of(12_000_000 - 5_242_347)
    assert view.paid_interest == Money.of(800_000)
    assert (view.brought_on, view.waits_for_plan) == (LAST, False)


def test_what_was_taken_and_suspended_is_shared_oldest_first(
    tmp_path: Path, line: LoanLine
) -> None:
    bring_loans(tmp_path, late(NUMBER, line))
    loan = Loan.objects.get(number=NUMBER)
    found = LoanAccrual.objects.filter(loan=loan.id).order_by("business_date")
    assert [(one.business_date, one.interest, one.is_suspended) for one in found] == [
        (date(2026, 8, 14), Decimal("114143"), False),
        (date(2026, 9, 14), Decimal("100554"), False),
        (date(2026, 10, 14), Decimal("86777"), True),
        (LAST, Decimal("39926.97"), True),
    ]
    assert (loan.category, loan.own_category) == ("C", "C")
    noted = LoanClass.objects.get(loan=loan)
    assert (noted.from_date, noted.days_past_due, noted.own) == (LAST, 77, "C")


def test_the_day_on_which_income_stopped_leaves_nothing_in_the_books_of_either_kind() -> None:
    """The second instalment began on the cut-over: its one day earned some of both kinds."""
    rows = [
        PlanRow(1, date(2026, 9, 30), LAST, *(Decimal(n) for n in (90, 3_100, 0, 90))),
        PlanRow(2, LAST, date(2026, 11, 30), *(Decimal(n) for n in (90, 3_000, 0, 0))),
    ]  # fmt: skip
    told = Told(
        on=LAST, interest=Decimal("3130.25"), suspended=Decimal("69.80"), mora=None,
        days_late=None, category=Category.C,
    )  # fmt: skip
    found = earned_before(rows, told)
    of = {
        kind: sum(one.interest for one in found if one.is_suspended is kind)
        for kind in (False, True)
    }  # fmt: skip
    assert of == {False: told.interest, True: told.suspended}
    assert {one.on for one in found} == {date(2026, 10, 30), LAST}


def test_mora_counts_from_each_due_date_unless_it_comes_fixed(
    tmp_path: Path, line: LoanLine
) -> None:
    for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
        Parameter.objects.update_or_create(
            key=f"usury.consumo.{month}", valid_from=date.fromisoformat(f"{month}-01"),
            defaults={"value": "0.2924", "source": "test", "confidence": "S"},
        )  # fmt: skip
    bring_loans(tmp_path, late(NUMBER, line), late("T-CRE-2", line, mora_por_pagar="60000"))
    here = owed(Loan.objects.get(number=NUMBER), LAST)
    fixed = owed(Loan.objects.get(number="T-CRE-2"), LAST)
    mora = sum((one.due.mora for one in here.due), Money.of(0))
    assert mora > Money.of(60_000)
    assert sum((one.due.mora for one in fixed.due), Money.of(0)) == Money.of(60_000)
    same = late("T-CRE-3", line, mora_por_pagar=str(mora))
    assert bring_loans(tmp_path, same).result.written
    assert BroughtLoan.objects.get(loan__number="T-CRE-3").mora_until is None
    assert BroughtLoan.objects.get(loan__number="T-CRE-2").mora_until == LAST


def test_the_same_file_again_changes_nothing(tmp_path: Path, line: LoanLine) -> None:
    bring_loans(tmp_path, loan_row(NUMBER, line))
    before = in_books("279595")
    assert bring_loans(tmp_path, loan_row(NUMBER, line)).counts == (0, 1, 0, True)
    assert in_books("279595") == before


@pytest.mark.parametrize(
    ("column", "value"),
    [("tasa_ea_pct", "17"), ("capital", "12000001"), ("fecha_corte", "2026-10-30"),
     ("metodo", "ABONO_CONSTANTE"), ("interes_causado", "100"),
     ("numero_documento", LUIS["numero_documento"])],
)  # fmt: skip
def test_a_file_never_changes_one(tmp_path: Path, line: LoanLine, column: str, value: str) -> None:
    bring_loans(tmp_path, loan_row(NUMBER, line))
    assert bring_loans(tmp_path, loan_row(NUMBER, line, **{column: value})).places == [(2, column)]


def test_a_dry_run_writes_nothing(tmp_path: Path, line: LoanLine) -> None:
    brought = bring_loans(tmp_path, loan_row(NUMBER, line), dry_run=True)
    assert brought.counts == (1, 0, 0, False)
    assert not Loan.objects.filter(number=NUMBER).exists()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("linea", "NO-ESTA", "trae primero el archivo de líneas"),
        ("capital", "", "mayor que cero"),
        ("capital", "5000000", "más que lo que se prestó"),
        ("saldo_capital", "5242348", "después de 7 cuotas se deben 5242347"),
        ("tasa_ea_pct", "", "efectiva anual"),
        ("tasa_mora_ea_pct", "veinte", "efectiva anual"),
        ("seguro_mensual_pct", "x", "porcentaje mensual"),
        ("metodo", "OTRO", "CUOTA_FIJA"),
        ("base_dias", "act/364", "30/360"),
        ("cada_meses", "0", "de 1 a 12"),
        ("cuotas", "0", "de 1 a 480"),
        ("cuotas", "7", "Son todas las cuotas"),
        ("cuotas_gracia", "12", "no sale un plan"),
        ("primera_cuota", "2026-03-15", "después del desembolso"),
        ("dia_pago", "32", "de 1 a 31"),
        ("cuotas_pagadas", "8", "vence después del corte"),
        ("cuotas_pagadas", "6", "se deben 6248127"),
        ("interes_causado", "39928", "han ganado 39926.97"),
        ("interes_en_suspenso", "2", "han ganado 39926.97"),
        ("mora_por_pagar", "1", "puede llegar a 0.00"),
        ("dias_mora", "5", "venció hace 0 días"),
        ("categoria", "", "A, B, C, D o E"),
        ("deterioro", "5242348", "más que el capital que debe"),
        ("fecha_corte", "", "AAAA-MM-DD"),
        ("fecha_corte", TOMORROW, "no ha llegado"),
        ("fecha_corte", "2026-03-14", "anterior a la apertura"),
        ("numero_cuenta", "CRE-00000001", "da Minga"),
        ("numero_documento", "1999999999", "trae primero el archivo de asociados"),
    ],
)
def test_refuses_a_bad_cell_and_says_what_to_do(
    tmp_path: Path, line: LoanLine, column: str, value: str, words: str
) -> None:
    brought = bring_loans(tmp_path, loan_row(NUMBER, line, **{column: value}))
    assert brought.counts == (0, 0, 1, False)
    assert words in " ".join(one.advice for one in brought.problems)
    assert not Loan.objects.filter(number=NUMBER).exists()


def test_no_category_is_better_than_its_arrears(tmp_path: Path, line: LoanLine) -> None:
    brought = bring_loans(tmp_path, late(NUMBER, line, categoria="B"))
    assert brought.places == [(2, "categoria")]
    assert "es C" in brought.problems[0].advice
    assert bring_loans(tmp_path, late(NUMBER, line, categoria="D")).result.written


def usury(month: str, value: str) -> None:
    Parameter.objects.update_or_create(
        key=f"usury.consumo.{month}", valid_from=date.fromisoformat(f"{month}-01"),
        defaults={"value": value, "source": "test", "confidence": "S"},
    )  # fmt: skip


def test_a_rate_above_the_usury_of_its_own_month_is_refused(tmp_path: Path, line: LoanLine) -> None:
    usury("2026-03", "0.1799")
    brought = bring_loans(tmp_path, loan_row(NUMBER, line))
    assert brought.places == [(2, "tasa_ea_pct")]
    assert "17,99 % E.A." in brought.problems[0].advice


def test_a_rate_above_the_usury_of_another_month_is_told(tmp_path: Path, line: LoanLine) -> None:
    usury("2026-03", "0.25")
    usury("2026-10", "0.17")
    brought = bring_loans(tmp_path, loan_row(NUMBER, line))
    assert brought.result.written
    assert "por encima de la usura del mes del corte" in brought.result.notices[0]


def test_a_month_without_its_cap_is_told(tmp_path: Path, line: LoanLine) -> None:
    brought = bring_loans(tmp_path, loan_row(NUMBER, line, fecha_apertura="2026-03-15"))
    assert brought.result.notices[0].endswith("1 (2026-03).")


def test_the_capital_stands_where_its_line_and_category_say(tmp_path: Path) -> None:
    assert bring_members(tmp_path, ANA).result.written
    made = lent_line(Modality.HOUSING, by_payroll=True)
    LoanLine.objects.filter(id=made.id).update(code=made.code.upper())
    before = in_books("140405")
    row = loan_row(NUMBER, LoanLine.objects.get(id=made.id))
    assert bring_loans(tmp_path, row).result.written
    assert in_books("140405") - before == 5_242_347


@pytest.mark.parametrize("closed", [date(2026, 11, 1), date(2026, 11, 19)])
def test_refuses_what_ended_before_the_last_closed_day(
    tmp_path: Path, line: LoanLine, closed: date
) -> None:
    brought = bring_loans(tmp_path, loan_row(NUMBER, line), last_closed=lambda: closed)
    assert brought.places == [(2, "fecha_corte")]
    other = loan_row("T-CRE-2", line, fecha_corte="2026-10-30", interes_causado="0")
    assert bring_loans(tmp_path, loan_row(NUMBER, line), other).places == [(3, "fecha_corte")]
    assert str(LAST) == CUT_OVER


def test_one_that_pays_on_the_last_day_comes_back_to_it(tmp_path: Path, line: LoanLine) -> None:
    row = loan_row(
        NUMBER, line, primera_cuota="2026-04-30", dia_pago="31", cuotas_pagadas="0",
        saldo_capital="12000000", interes_causado="0", dias_mora="184", categoria="E",
    )  # fmt: skip
    assert bring_loans(tmp_path, row).problems == []
    rows = Loan.objects.get(number=NUMBER).instalments.order_by("n")[:3]
    assert [one.due_on for one in rows] == [date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
    quarterly = loan_row("T-CRE-2", line, dia_pago="31", cada_meses="3", cuotas_pagadas="0")
    assert (2, "dia_pago") in bring_loans(tmp_path, quarterly).places
