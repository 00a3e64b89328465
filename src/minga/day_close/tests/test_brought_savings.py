"""Savings that came from another system in mid-month go on as those that were here."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from minga.day_close.close_day import close_day
from minga.day_close.interest_payable import interest_payable
from minga.day_close.tests.brought import bring_here, row_of, sight_number
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.models import (
    Accrual,
    GoalQuota,
    InterestCredit,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
)
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)
LAST = date(2026, 3, 20)
AT = datetime(2026, 4, 1, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def sight(db: None) -> SavingsPlan:
    return plan(ProductKind.SIGHT, "0.05")


@pytest.fixture
def meta(db: None) -> SavingsPlan:
    return plan(ProductKind.CONTRACTUAL, "0.05")


def close(since: date, until: date) -> None:
    for n in range((until - since).days + 1):
        close_day(day=since + n * DAY, at=AT)


def account(number: str) -> SavingsAccount:
    return SavingsAccount.objects.get(number=number)


def holds(one: UUID) -> Money:
    found = SavingsAccount.objects.get(id=one).ledger_account_id
    return ledger.balances([found])[found].total


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_month_of_interest_is_the_same_wherever_it_began(
    sight: SavingsPlan, tmp_path: Path, closed_first: bool
) -> None:
    marta, luis = person("Marta"), person("Luis")
    deposit(marta.savings, 30_000_000, on=FIRST)
    close(FIRST, LAST if closed_first else LAST - DAY)
    daily = Accrual.objects.filter(product=marta.savings).first()
    assert daily is not None
    days = (LAST - FIRST).days + 1
    row = row_of(
        luis, "AHORRO_VISTA", "B-VISTA", FIRST, plan=sight.code, fecha_corte=str(LAST),
        interes_causado=f"{daily.gross * days:.2f}",
        retencion_causada=f"{daily.withheld * days:.2f}",
    )  # fmt: skip
    assert bring_here(tmp_path, row).problems == []
    there = account("B-VISTA")
    deposit(there.id, 30_000_000, on=FIRST)
    assert interest_payable().agrees
    close(LAST, date(2026, 3, 31))
    credits = InterestCredit.objects.filter(account_id__in=[marta.savings, there.id])
    here, brought = sorted((one.gross, one.withheld) for one in credits)
    assert here == brought
    assert holds(there.id) == holds(marta.savings)
    assert interest_payable().agrees
    assert not Accrual.objects.filter(product=there.id, business_date__lt=LAST).exists()


def goal_row(who: Person, meta: SavingsPlan) -> dict[str, str]:
    return row_of(
        who, "AHORRO_CONTRACTUAL", "B-META", FIRST, plan=meta.code, nombre_meta="Moto",
        meta="3000000", cuota="100000", primera_cuota="2026-02-21", fecha_vencimiento="2027-02-21",
        cuenta_debito=sight_number(who), fecha_corte=str(LAST),
    )  # fmt: skip


@pytest.mark.parametrize("closed_first", [True, False])
def test_the_quota_of_the_next_morning_is_collected_once(
    meta: SavingsPlan, tmp_path: Path, closed_first: bool
) -> None:
    luis = person("Luis")
    deposit(luis.savings, 1_000_000, on=FIRST)
    if closed_first:
        close_day(day=LAST, at=AT)
    assert bring_here(tmp_path, goal_row(luis, meta)).problems == []
    close(LAST if not closed_first else LAST + DAY, LAST + 3 * DAY)
    (quota,) = GoalQuota.objects.filter(goal__account__number="B-META")
    assert (quota.due_on, quota.amount) == (LAST + DAY, Decimal(100_000))
    assert quota.entry_id is not None
    assert holds(account("B-META").id) == Money.of(100_000)
