"""Open CDAT from a file: what they are and have earned stands in the books, and no bad row does."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit.money import Money
from minga.kit.tests.import_files import TOMORROW, bring
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.members.tests.files import LUIS
from minga.savings.import_products import import_products
from minga.savings.models import (
    Accrual,
    MaturityInstruction,
    ProductKind,
    SavingsGoal,
    SavingsPlan,
    TermDeposit,
    TermInterest,
)
from minga.savings.tests.brought import CUT_OVER, cdat, cdat_plan, goal
from minga.savings.tests.files import (
    SIGHT,
    bring_products,
    open_products,
    product,
    products_file,
)
from minga.savings.tests.plans import plan as savings_plan

pytestmark = pytest.mark.django_db
NUMBER = "T-CDAT-1"


@pytest.fixture
def plan(tmp_path: Path) -> SavingsPlan:
    open_products(tmp_path)
    return cdat_plan()


def in_books(code: str) -> Decimal:
    """Credits less debits."""
    rows = {row.code: row for row in ledger.trial_balance(date(9999, 1, 1))}
    return (rows[code].credit - rows[code].debit).amount if code in rows else Decimal(0)


def test_stands_in_the_books_with_what_it_has_earned(tmp_path: Path, plan: SavingsPlan) -> None:
    before = {code: in_books(code) for code in ("2110", "2405", "2445", "279595", "615010")}
    row = cdat(NUMBER, plan, retencion_causada="6422,40")
    assert bring_products(tmp_path, row).counts == (1, 0, 0, True)
    assert {code: in_books(code) - was for code, was in before.items()} == {
        "2110": 10_000_000, "2405": Decimal("154137.60"), "2445": Decimal("6422.40"),
        "279595": Decimal("-10160560"), "615010": 0,
    }  # fmt: skip
    assert check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0


def test_is_what_the_file_says(tmp_path: Path, plan: SavingsPlan) -> None:
    bring_products(tmp_path, cdat(NUMBER, plan))
    one = TermDeposit.objects.get(number=NUMBER)
    assert (one.term_days, one.matures_on, one.rate_ea) == (90, date(2026, 11, 30), Decimal("0.1"))
    assert (one.interest_from, one.accrued_until) == (date(2026, 9, 1), date(2026, 10, 31))
    assert one.pays_to.number == SIGHT
    assert [each.what for each in one.instructions.all()] == [MaturityInstruction.REDEEM]
    accrual = Accrual.objects.get(product=one.id)
    assert (accrual.business_date, accrual.gross) == (date(2026, 10, 31), Decimal(160_560))
    (movement,) = ledger.movements(one.ledger_account_id, limit=9)
    assert (movement.amount, movement.kind) == (Money.of(10_000_000), "imported")
    assert movement.business_date == date(2026, 10, 31)


def test_one_that_pays_along_the_way_brings_what_was_paid(
    tmp_path: Path, plan: SavingsPlan
) -> None:
    row = cdat(
        NUMBER,
        plan,
        cada_meses="1",
        interes_causado="81278",
        interes_pagado="78.645,00",
        retencion_pagada="3146",
    )
    # Paid on 1 October; the interest of thirty-one days is owed.
    assert bring_products(tmp_path, row).counts == (1, 0, 0, True)
    one = TermDeposit.objects.get(number=NUMBER)
    assert one.interest_from == date(2026, 10, 1)
    paid = TermInterest.objects.get(deposit=one)
    assert (paid.gross, paid.withheld, paid.paid_on) == (
        Decimal(78_645),
        Decimal(3_146),
        date(2026, 10, 1),
    )


def test_may_pay_to_an_account_of_the_same_file(tmp_path: Path, plan: SavingsPlan) -> None:
    row = cdat(NUMBER, plan, cuenta_destino="T-ANA-9")
    assert bring_products(tmp_path, row, product("T-ANA-9")).counts == (2, 0, 0, True)


def test_the_same_file_again_changes_nothing(tmp_path: Path, plan: SavingsPlan) -> None:
    bring_products(tmp_path, cdat(NUMBER, plan))
    owed = in_books("2110")
    assert bring_products(tmp_path, cdat(NUMBER, plan)).counts == (0, 1, 0, True)
    assert in_books("2110") == owed


@pytest.mark.parametrize(
    ("column", "value"),
    [("capital", "10000001"), ("tasa_ea_pct", "11"), ("fecha_corte", "2026-11-01"),
     ("cuenta_destino", "T-ANA-2"), ("numero_documento", LUIS["numero_documento"])],
)  # fmt: skip
def test_a_file_never_changes_one(
    tmp_path: Path, plan: SavingsPlan, column: str, value: str
) -> None:
    bring_products(tmp_path, cdat(NUMBER, plan))
    brought = bring_products(tmp_path, cdat(NUMBER, plan, **{column: value}))
    assert (2, column) in brought.places
    assert not brought.result.written


def test_a_dry_run_writes_nothing(tmp_path: Path, plan: SavingsPlan) -> None:
    assert bring_products(tmp_path, cdat(NUMBER, plan), dry_run=True).counts == (1, 0, 0, False)
    assert not TermDeposit.objects.filter(number=NUMBER).exists()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("plan", "NO-ESTA", "trae primero el archivo de planes"),
        ("plan", "", "código"),
        ("capital", "0", "mayor que cero"),
        ("capital", "1.234", "separa miles o decimales"),
        ("capital", "-5", "sin signo"),
        ("fecha_vencimiento", "2026-08-31", "antes de abrirse"),
        ("fecha_vencimiento", "2026-10-30", "Venció antes del corte"),
        ("fecha_vencimiento", "", "AAAA-MM-DD"),
        ("plazo_dias", "91", "hay 90 días"),
        ("tasa_ea_pct", "diez", "efectiva anual"),
        ("plazo_dias", "89", "89 días en meses de 30; aquí cuentan los 90 de calendario"),
        ("base_dias", "364", "360 o 365"),
        ("base_dias", "30/360", "por días de calendario: escribe 360 o 365. Mira"),
        ("cada_meses", "3", "no caben pagos"),
        ("cada_meses", "13", "hasta 12"),
        ("interes_causado", "160562.01", "hasta 160561"),
        ("interes_pagado", "10", "déjala vacía"),
        ("retencion_causada", "160561", "más que los intereses"),
        ("retencion_pagada", "1", "más que los intereses"),
        ("al_vencer", "RENOVAR", "PAGAR, RENOVAR_CAPITAL"),
        ("cuenta_destino", "T-LUIS-1", "de este asociado"),
        ("cuenta_destino", "T-ANA-3", "a la vista"),
        ("cuenta_destino", "", "letras, dígitos"),
        ("fecha_corte", "", "AAAA-MM-DD"),
        ("fecha_corte", TOMORROW, "no ha llegado"),
        ("fecha_corte", "2026-08-31", "anterior a la apertura"),
        ("numero_cuenta", "CDAT-00000001", "da Minga"),
        ("numero_cuenta", SIGHT, "ya existe con otro dato"),
        ("numero_documento", "1999999999", "trae primero el archivo de asociados"),
        ("meta", "500000", "CDAT no lleva esta columna"),
    ],
)
def test_refuses_a_bad_cell_and_says_what_to_do(
    tmp_path: Path, plan: SavingsPlan, column: str, value: str, words: str
) -> None:
    good = product("T-ANA-9")
    brought = bring_products(tmp_path, good, cdat(NUMBER, plan, **{column: value}))
    assert not brought.result.written
    assert {one.line for one in brought.problems} == {3}
    assert words in " ".join(one.advice for one in brought.problems)
    assert not TermDeposit.objects.filter(member__document_number=LUIS["numero_documento"]).exists()
    assert not TermDeposit.objects.filter(number=NUMBER).exists()


def test_wants_to_know_what_was_paid_along_the_way(tmp_path: Path, plan: SavingsPlan) -> None:
    row = cdat(NUMBER, plan, cada_meses="1", interes_causado="81278")
    (problem,) = bring_products(tmp_path, row).problems
    assert (problem.column, "ya se le pagaron" in problem.advice) == ("interes_pagado", True)
    row |= {"interes_pagado": "78647"}
    (problem,) = bring_products(tmp_path, row).problems
    assert problem.column == "interes_pagado"


def test_refuses_a_number_that_comes_twice(tmp_path: Path, plan: SavingsPlan) -> None:
    brought = bring_products(tmp_path, cdat(NUMBER, plan), product(NUMBER))
    assert brought.places == [(3, "numero_cuenta")]


def test_the_cut_over_is_the_same_in_the_whole_file(tmp_path: Path, plan: SavingsPlan) -> None:
    other = cdat("T-CDAT-2", plan, fecha_corte="2026-10-30", interes_causado="0")
    brought = bring_products(tmp_path, cdat(NUMBER, plan), other)
    assert brought.places == [(3, "fecha_corte")]
    assert CUT_OVER in brought.problems[0].advice


def test_a_later_file_has_the_same_cut_over_until_it_is_closed(
    tmp_path: Path, plan: SavingsPlan
) -> None:
    bring_products(tmp_path, cdat(NUMBER, plan))
    other = cdat("T-CDAT-2", plan, fecha_corte="2026-11-02", interes_causado="0")
    brought = bring_products(tmp_path, other)
    assert brought.places == [(2, "fecha_corte")]
    assert "usa el mismo" in brought.problems[0].advice
    closed = bring_products(tmp_path, other, last_closed=lambda: date(2026, 10, 31))
    assert closed.counts == (1, 0, 0, True)


def test_refuses_what_ended_before_the_last_closed_day(tmp_path: Path, plan: SavingsPlan) -> None:
    brought = bring_products(tmp_path, cdat(NUMBER, plan), last_closed=lambda: date(2026, 11, 1))
    assert brought.places == [(2, "fecha_corte")]
    assert "Minga ya cerró el 2026-11-01" in brought.problems[0].advice


def test_leaves_bad_rows_out_when_told_to(tmp_path: Path, plan: SavingsPlan) -> None:
    bad = cdat("T-CDAT-2", plan, plan="NO-ESTA")
    brought = bring_products(tmp_path, cdat(NUMBER, plan), bad, skip_invalid=True)
    assert brought.counts == (1, 0, 1, True)


def test_says_that_a_file_is_in_windows_1252(tmp_path: Path, plan: SavingsPlan) -> None:
    goals = savings_plan(ProductKind.CONTRACTUAL, "0.05")
    path = products_file(tmp_path, goal("T-META-1", goals, nombre_meta="Mi año en Nariño"))
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    brought = bring(import_products, path)
    assert brought.result.notices[0].startswith("El archivo está en Windows-1252")
    assert SavingsGoal.objects.get(account__number="T-META-1").name == "Mi año en Nariño"
