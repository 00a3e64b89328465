"""Savings goals, and the interest of a running month, from a file of products."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit.money import Money
from minga.ledger import accounts
from minga.ledger import queries as ledger
from minga.savings.goal_queries import goal_of
from minga.savings.models import Accrual, ProductKind, SavingsAccount, SavingsGoal, SavingsPlan
from minga.savings.tests.brought import goal
from minga.savings.tests.files import (
    SIGHT,
    bring_movements,
    bring_products,
    movement,
    open_products,
    product,
)
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
NUMBER = "T-META-1"


@pytest.fixture
def meta(tmp_path: Path) -> SavingsPlan:
    open_products(tmp_path)
    return plan(ProductKind.CONTRACTUAL, "0.05")


def payable() -> Money:
    account = accounts.internal_account("DEP_INT_PAYABLE")
    return ledger.balances([account])[account].total


def test_is_what_the_file_says_and_holds_what_its_movements_leave(
    tmp_path: Path, meta: SavingsPlan
) -> None:
    before = payable()
    assert bring_products(tmp_path, goal(NUMBER, meta)).counts == (1, 0, 0, True)
    moved = movement(NUMBER, "2026-02-05", "C", "2000000.00", descripcion="Saldo inicial")
    assert bring_movements(tmp_path, moved).result.written
    account = SavingsAccount.objects.get(number=NUMBER)
    shown = goal_of(account.member_id, account.id, date(2026, 11, 20))
    assert shown is not None
    assert (shown.name, shown.saved, shown.percent) == ("El techo", Money.of(2_000_000), 33)
    assert (shown.next_quota_on, shown.payer_number) == (date(2026, 12, 5), SIGHT)
    assert (shown.quota, shown.ends_on) == (Money.of(250_000), date(2028, 2, 5))
    assert payable() - before == Money.of("11250.40")
    accrual = Accrual.objects.get(product=account.id)
    assert (accrual.business_date, accrual.gross) == (date(2026, 10, 30), Decimal("11250.40"))


def test_the_same_file_again_changes_nothing(tmp_path: Path, meta: SavingsPlan) -> None:
    bring_products(tmp_path, goal(NUMBER, meta))
    assert bring_products(tmp_path, goal(NUMBER, meta)).counts == (0, 1, 0, True)
    other = bring_products(tmp_path, goal(NUMBER, meta, cuota="300000"))
    assert other.places == [(2, "cuota")]
    assert SavingsGoal.objects.get(account__number=NUMBER).quota == 250_000


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("plan", "", "código del plan"),
        ("plan", "NO-ESTA", "trae primero el archivo de planes"),
        ("nombre_meta", "", "en máximo 40 letras"),
        ("nombre_meta", "x" * 41, "en máximo 40 letras"),
        ("meta", "0", "mayor que cero"),
        ("cuota", "", "mayor que cero"),
        ("cuota", "6000001", "mayor que la meta"),
        ("cada_meses", "0", "de 1 a 12"),
        ("primera_cuota", "5 de febrero", "AAAA-MM-DD"),
        ("fecha_vencimiento", "2026-02-05", "después de la primera cuota"),
        ("fecha_vencimiento", "2026-10-30", "Terminó antes del corte"),
        ("cuenta_debito", "T-LUIS-1", "de este asociado"),
        ("cuenta_debito", "T-ANA-3", "a la vista"),
        ("fecha_corte", "", "AAAA-MM-DD"),
        ("retencion_causada", "11250.41", "más que los intereses"),
        ("numero_cuenta", "META-00000001", "da Minga"),
        ("capital", "1", "AHORRO_CONTRACTUAL no lleva esta columna"),
    ],
)
def test_refuses_a_bad_cell_and_says_what_to_do(
    tmp_path: Path, meta: SavingsPlan, column: str, value: str, words: str
) -> None:
    brought = bring_products(tmp_path, goal(NUMBER, meta, **{column: value}))
    assert not brought.result.written
    assert (2, column) in brought.places
    assert words in " ".join(one.advice for one in brought.problems)
    assert not SavingsAccount.objects.filter(number=NUMBER).exists()


def test_a_month_that_is_over_was_credited_elsewhere(tmp_path: Path, meta: SavingsPlan) -> None:
    brought = bring_products(tmp_path, goal(NUMBER, meta, fecha_corte="2026-10-31"))
    assert brought.places == [(2, "interes_causado")]
    nothing = goal(NUMBER, meta, fecha_corte="2026-10-31", interes_causado="0")
    assert bring_products(tmp_path, nothing).result.written


@pytest.mark.parametrize("kind", ["AHORRO_VISTA", "AHORRO_PERMANENTE"])
def test_every_account_of_savings_may_bring_the_interest_of_its_month(
    tmp_path: Path, meta: SavingsPlan, kind: str
) -> None:
    row = product("T-ANA-8", producto=kind, fecha_corte="2026-10-30", interes_causado="10,50")
    assert bring_products(tmp_path, row).counts == (1, 0, 0, True)
    account = SavingsAccount.objects.get(number="T-ANA-8")
    assert account.accrued_until == date(2026, 10, 30)
    without = product("T-ANA-7", producto=kind, interes_causado="10,50")
    assert bring_products(tmp_path, without).places == [(2, "fecha_corte")]
