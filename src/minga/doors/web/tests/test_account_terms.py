"""«Intereses y condiciones» on screen: rate, rules, fees before they are charged, interest."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.kit import clock
from minga.payments.tests.cast import deposit, person, product
from minga.savings.account_queries import account_of
from minga.savings.models import (
    Accrual,
    FeeKind,
    Inactivity,
    InterestCredit,
    PlanFee,
    ProductKind,
    SavingsAccount,
)
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
TODAY = clock.business_date(clock.now())
MONTH = TODAY.replace(day=1)
Inside = tuple[Client, SavingsAccount]


@pytest.fixture
def inside(db: None) -> Inside:
    who, client = cast.registered(), visitors.browser()
    account = SavingsAccount.objects.get(id=product(who.id, ProductKind.SIGHT))
    account.plan = plan(
        ProductKind.SIGHT, "0.024", balance_min=Decimal(50_000), inactive_after_days=180
    )
    account.save()
    deposit(account.id, 900_000)
    visitors.sign_in(client, who)
    return client, account


def page(client: Client, product_id: UUID) -> Any:
    return client.get(reverse("web:account_terms", args=[product_id]))


def fee(account: SavingsAccount, what: FeeKind, pesos: int) -> None:
    assert account.plan is not None
    PlanFee.objects.create(
        plan=account.plan, what=what, valid_from=date(2020, 1, 1), amount=pesos, source="test"
    )


def test_says_the_rate_the_minimum_and_when_it_would_sleep(inside: Inside) -> None:
    client, account = inside
    movements = text(client.get(reverse("web:movements", args=[account.id])))
    assert reverse("web:account_terms", args=[account.id]) in movements
    shown = text(page(client, account.id))
    for words in ("2,40\u00a0% E.A.", "50.000", "180 días", "no tiene cuota", "Aún no hay interes"):
        assert words in shown


def test_says_each_fee_before_it_is_charged(inside: Inside) -> None:
    client, account = inside
    fee(account, FeeKind.HANDLING, 4_500)
    fee(account, FeeKind.INACTIVITY, 2_000)
    shown = text(page(client, account.id))
    for words in ("4.500", "Se cobra el", "Causa 4x1000", "2.000", "Solo si la cuenta queda"):
        assert words in shown
    assert "no tiene cuota" not in shown


def test_a_new_account_is_told_the_day_of_its_first_whole_month(inside: Inside) -> None:
    _, account = inside
    fee(account, FeeKind.HANDLING, 4_500)
    SavingsAccount.objects.filter(id=account.id).update(opened_on=MONTH + timedelta(days=1))
    view = account_of(account.member_id, account.id, MONTH + timedelta(days=3))
    assert view is not None
    assert view.fees[0].on is not None
    assert view.fees[0].on - timedelta(days=31) > MONTH


def test_says_that_it_is_inactive_here_and_with_its_movements(inside: Inside) -> None:
    client, account = inside
    Inactivity.objects.create(account=account, since=TODAY, last_movement_on=TODAY, days=180)
    fee(account, FeeKind.INACTIVITY, 2_000)
    for shown in (
        text(page(client, account.id)),
        text(client.get(reverse("web:movements", args=[account.id]))),
    ):
        assert "Esta cuenta está inactiva" in shown
    assert "Solo si la cuenta" not in text(page(client, account.id))


def test_shows_interest_month_by_month_as_bars_and_as_a_table(inside: Inside) -> None:
    client, account = inside
    last = (MONTH - timedelta(days=1)).replace(day=1)
    InterestCredit.objects.create(
        account=account, month=last, credited_on=MONTH, gross=1_234, withheld=86, entry_id=1
    )
    for n, gross in enumerate(("40.555555", "40.666666")):
        Accrual.objects.create(
            business_date=MONTH + timedelta(days=n), product=account.id, balance=900_000,
            rate_ea=Decimal("0.024"), gross=Decimal(gross), withheld=0,
        )  # fmt: skip
    shown = text(page(client, account.id))
    for words in ("1.234", "1.148", "81,22", "va hasta ayer", "<svg viewBox", "Cada barra es un"):
        assert words in shown
    assert shown.count("<rect") == 12


def test_without_a_plan_it_says_so(inside: Inside) -> None:
    client, account = inside
    plan(ProductKind.SIGHT, "0.01")
    SavingsAccount.objects.filter(id=account.id).update(plan=None)
    assert "Aún no ha escrito" in text(page(client, account.id))


def test_a_transfer_that_leaves_less_says_how_much_can_go(inside: Inside) -> None:
    client, account = inside
    other = product(account.member_id, ProductKind.SIGHT)
    asked = {"origen": str(account.id), "destino": str(other), "valor": "850.001", "nota": ""}
    refused = client.post(reverse("web:make_transfer"), asked)
    assert refused.status_code == 422
    assert "deben quedar $\u00a050.000" in text(refused)
    assert "hasta $\u00a0850.000" in text(refused)
    client.post(reverse("web:make_transfer"), asked | {"valor": "850.000"})


def test_only_own_accounts_that_earn_have_this_page(inside: Inside) -> None:
    client, account = inside
    aportes = product(account.member_id, ProductKind.APORTES)
    for other in (person("Luz").savings, aportes):
        assert page(client, other).status_code == 404
