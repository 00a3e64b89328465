"""Aportes and permanent savings: what a month asks for, what came in, and what stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from minga.kit.ids import uuid7
from minga.kit.money import ZERO, Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.ledger.queries import trial_balance
from minga.payments.tests.cast import Person, deposit, person, product
from minga.savings.aportes_queries import REVALUATION, aportes_at
from minga.savings.irreducible import (
    MinimumNegative,
    irreducible_minimum,
    set_irreducible_minimum,
)
from minga.savings.irreducible_close import irreducible_aportes
from minga.savings.models import PlanTerms, ProductKind, SavingsAccount
from minga.savings.quota_queries import QuotaView, quotas_of
from minga.savings.tests.plans import plan
from minga.savings.written_figures import FigureAlreadySet

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def marta(db: None) -> Person:
    plan(ProductKind.APORTES, "0", quota_min=30_000)
    return person("Marta")


def view(who: Person, on: date = TODAY) -> QuotaView:
    found = quotas_of(who.id, who.aportes, on)
    assert found is not None
    return found


def revalued(who: Person, pesos: int, on: date) -> None:
    put(who, pesos, on, kind=REVALUATION)


def told(who: Person, pesos: int, on: date) -> None:
    """What the member had when another system's history begins."""
    put(who, pesos, on, kind="imported")


def put(who: Person, pesos: int, on: date, *, kind: str) -> None:
    account = SavingsAccount.objects.get(id=who.aportes).ledger_account_id
    pair = (debit(accounts.internal_account("CASH"), Money.of(pesos)),
            credit(account, Money.of(pesos)))  # fmt: skip
    post.post(
        EntryDraft(
            key=uuid7(), kind=kind, business_date=on, occurred_at=AT,
            description="Prueba", actor="system:test", lines=pair,
        )
    )  # fmt: skip


def books(code: str) -> Money:
    rows = {row.code: row.balance for row in trial_balance(date(9999, 1, 1))}
    return rows.get(code, ZERO)


def test_a_month_asks_for_the_quota_less_what_came_in(marta: Person) -> None:
    assert view(marta).months[0].due == Money.of(30_000)
    deposit(marta.aportes, 12_000, on=TODAY)
    deposit(marta.aportes, 50_000, on=date(2026, 10, 5))
    revalued(marta, 7_000, TODAY)
    now = view(marta)
    assert now.this_month is not None
    assert (now.this_month.paid, now.this_month.due) == (Money.of(12_000), Money.of(18_000))
    assert (now.months[1].paid, now.months[1].due) == (Money.of(50_000), ZERO)
    assert len(now.months) == 12
    assert now.pledged == Money.of(69_000)


def test_each_month_asks_for_what_was_in_force_when_it_began(marta: Person) -> None:
    terms = PlanTerms.objects.get()
    PlanTerms.objects.create(
        plan=terms.plan, valid_from=date(2026, 10, 2), rate_ea=0, quota_min=45_000, source="test"
    )
    assert [one.quota for one in view(marta).months[:3]] == [
        Money.of(45_000), Money.of(30_000), Money.of(30_000),
    ]  # fmt: skip


def test_months_that_another_system_kept_are_not_asked_for(marta: Person) -> None:
    told(marta, 800_000, date(2026, 9, 30))
    deposit(marta.aportes, 30_000, on=date(2026, 11, 5))
    found = view(marta).months
    assert [one.month.month for one in found] == [11, 10, 9]
    assert [one.due for one in found] == [ZERO, Money.of(30_000), ZERO]


def test_months_before_the_account_are_not_asked_for(marta: Person) -> None:
    SavingsAccount.objects.filter(id=marta.aportes).update(opened_on=date(2026, 10, 20))
    assert [one.month for one in view(marta).months] == [date(2026, 11, 1), date(2026, 10, 1)]


def test_without_a_plan_nothing_is_asked(db: None) -> None:
    who = person()
    assert view(who).this_month is None
    plan(ProductKind.APORTES, "0", quota_min=1), plan(ProductKind.APORTES, "0", quota_min=2)
    assert view(who).months == ()


def test_only_own_compulsory_products_have_quotas(marta: Person) -> None:
    stranger = person("Luz")
    assert quotas_of(stranger.id, marta.aportes, TODAY) is None
    assert quotas_of(marta.id, marta.savings, TODAY) is None
    permanent = product(marta.id, ProductKind.PERMANENT)
    found = quotas_of(marta.id, permanent, TODAY)
    assert found is not None
    assert not found.pledged


def test_the_certificate_tells_the_end_of_its_day(marta: Person) -> None:
    deposit(marta.aportes, 100_000, on=date(2025, 6, 1))
    revalued(marta, 4_000, date(2025, 12, 31))
    revalued(marta, 5_000, date(2026, 3, 1))
    (last_year,) = aportes_at(marta.id, date(2025, 12, 31))
    assert last_year.balance == last_year.pledged == Money.of(104_000)
    assert last_year.revalued == last_year.revalued_in_year == Money.of(4_000)
    (now,) = aportes_at(marta.id, TODAY)
    assert (now.balance, now.contributed) == (Money.of(109_000), Money.of(100_000))
    assert (now.revalued, now.revalued_in_year) == (Money.of(9_000), Money.of(5_000))
    assert aportes_at(marta.id, date(2023, 12, 31)) == ()


def close(day: date) -> dict[str, str]:
    return irreducible_aportes(day=day, at=AT, before={})


def fix(pesos: int, since: date = TODAY, source: str = "Estatutos, art. 30") -> bool:
    return set_irreducible_minimum(
        amount=Money.of(pesos), since=since, source=source, staff="staff:test", at=AT
    )


def test_the_irreducible_part_is_shown_once_and_follows_the_bylaws(marta: Person) -> None:
    deposit(marta.aportes, 100_000, on=TODAY - DAY)
    assert close(TODAY) == {"minimum": "missing"}
    members = books("3105")
    assert fix(60_000)
    assert close(TODAY - DAY) == {"minimum": "missing"}
    for day in (TODAY, TODAY + DAY):
        assert close(day)["shown"] == "60000.00"
    assert (books("3110"), books("310590"), books("3105")) == (
        Money.of(60_000), Money.of(-60_000), members,
    )  # fmt: skip
    fix(20_000, TODAY + 2 * DAY)
    assert close(TODAY + 2 * DAY)["shown"] == "20000.00"
    assert (books("3110"), books("310590")) == (Money.of(20_000), Money.of(-20_000))


def test_no_more_is_shown_than_there_is(marta: Person) -> None:
    deposit(marta.aportes, 100_000, on=TODAY)
    fix(10**14)
    there = books("3105")
    assert close(TODAY)["shown"] == str(there)
    deposit(marta.aportes, 1_000, on=TODAY + DAY)
    assert close(TODAY + DAY)["shown"] == str(there + Money.of(1_000))


def test_a_figure_that_was_in_force_is_not_changed(db: None) -> None:
    assert fix(60_000)
    assert not fix(60_000)
    with pytest.raises(FigureAlreadySet):
        fix(61_000)
    with pytest.raises(MinimumNegative):
        fix(-1, TODAY + DAY)
    assert irreducible_minimum(TODAY) == Money.of(60_000)
    assert irreducible_minimum(TODAY - DAY) is None
