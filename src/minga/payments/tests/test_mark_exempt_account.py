"""One marked account per person, its month, and transfers that charge only what is beyond it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.kit import clock, ids
from minga.kit.money import ZERO, Money
from minga.ledger.entry import InsufficientFunds
from minga.payments import queries
from minga.payments.exempt_queries import exempt_account_of
from minga.payments.gmf_room import CostChanged, cap_of_month, tax_on
from minga.payments.make_transfer import make_transfer
from minga.payments.mark_exempt_account import (
    STATEMENT,
    NotMarkable,
    OtherAccountMarked,
    mark_exempt_account,
)
from minga.payments.models import Transfer
from minga.payments.propose_transfer import propose_transfer
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.transfer_terms import taxed_key
from minga.payments.unmark_exempt_account import unmark_exempt_account
from minga.savings.models import GmfExemption, GmfUse, ProductKind, SavingsAccount
from minga.savings.queries import products_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
NOW = datetime(2026, 11, 20, 15, tzinfo=clock.BOGOTA)
TODAY = clock.business_date(NOW)
CAP = Money.of(350 * 52374)


@pytest.fixture
def marta(db: None) -> Person:
    found = person("Marta")
    deposit(found.savings, 40_000_000)
    return found


def mark(who: Person, account: UUID | None = None, at: datetime = NOW) -> None:
    mark_exempt_account(
        member_id=who.id, account_id=account or who.savings, statement=STATEMENT, at=at
    )


def cost(who: Person, pesos: Money, key: UUID | None = None, at: datetime = NOW) -> Money:
    made = make_transfer(
        member_id=who.id, source_id=who.savings, destination_id=who.aportes, amount=pesos, note="",
        key=key or ids.uuid7(), at=at,
    )  # fmt: skip
    return Money(Transfer.objects.get(id=made.id).cost)


def used(who: Person) -> Money:
    return Money(GmfUse.objects.get(account_id=who.savings).used)


def test_keeps_what_was_declared_and_when(marta: Person) -> None:
    mark(marta)
    kept = GmfExemption.objects.get(member_id=marta.id)
    assert (kept.statement, kept.marked_at, kept.account_id) == (STATEMENT, NOW, marta.savings)
    assert AuditEvent.objects.filter(subject=f"savings:{marta.savings}").count() == 1
    mark(marta)
    assert GmfExemption.objects.filter(member_id=marta.id).count() == 1


def test_marks_one_account_a_person(marta: Person) -> None:
    mark(marta)
    with pytest.raises(OtherAccountMarked):
        mark(marta, marta.second_savings)


def test_marks_only_own_sight_savings(marta: Person) -> None:
    stranger = person("Luz")
    for account in (marta.aportes, stranger.savings):
        with pytest.raises(NotMarkable):
            mark(marta, account)
    with pytest.raises(NotMarkable):
        unmark_exempt_account(member_id=stranger.id, account_id=marta.savings, at=NOW)


def test_taxes_only_what_is_beyond_the_month(marta: Person) -> None:
    assert cap_of_month(TODAY) == CAP
    assert cost(marta, Money.of(1_000_000)) == Money.of(4_000)
    mark(marta)
    assert cost(marta, CAP - Money.of(1_000_000)) == ZERO
    assert cost(marta, Money.of(1_500_000)) == Money.of(2_000)
    assert used(marta) == CAP
    assert cost(marta, Money.of(1_000_000)) == Money.of(4_000)


def test_the_next_month_begins_anew(marta: Person) -> None:
    mark(marta)
    assert cost(marta, CAP + Money.of(1_000)) == Money.of(4)
    assert cost(marta, Money.of(1_000_000), at=NOW + timedelta(days=15)) == ZERO


def test_the_review_shows_what_is_charged(marta: Person) -> None:
    mark(marta)
    amount = CAP + Money.of(500_000)
    order = propose_transfer(
        member_id=marta.id, source_id=marta.savings, destination_id=marta.aportes, amount=amount,
        note="", at=NOW,
    )  # fmt: skip
    shown = queries.review(marta.id, order, TODAY)
    assert shown is not None
    assert shown.cost == Money.of(2_000)
    assert cost(marta, amount, key=order) == shown.cost


def test_the_most_that_fits_counts_the_exempt_part(marta: Person) -> None:
    mark(marta)
    order = propose_transfer(
        member_id=marta.id, source_id=marta.savings, destination_id=marta.aportes,
        amount=Money.of(1), note="", at=NOW,
    )  # fmt: skip
    shown = queries.review(marta.id, order, TODAY)
    assert shown is not None
    with pytest.raises(InsufficientFunds):
        cost(marta, shown.most + Money.of("0.01"))
    assert cost(marta, shown.most) > ZERO


def test_a_refused_order_uses_nothing_of_the_month(marta: Person) -> None:
    mark(marta)
    with pytest.raises(InsufficientFunds):
        cost(marta, Money.of(50_000_000))
    assert not GmfUse.objects.filter(account_id=marta.savings, used__gt=0).exists()


def test_the_same_order_again_costs_what_it_cost(marta: Person) -> None:
    first = ids.uuid7()
    mark(marta)
    assert cost(marta, CAP, key=first) == ZERO
    held = products_of(marta.id)[0].total
    assert cost(marta, CAP, key=first) == ZERO
    unmark_exempt_account(member_id=marta.id, account_id=marta.savings, at=NOW)
    assert cost(marta, CAP, key=first) == ZERO
    assert (products_of(marta.id)[0].total, used(marta)) == (held, CAP)


def test_a_taxed_order_again_uses_nothing_of_a_mark_that_came_later(marta: Person) -> None:
    first = ids.uuid7()
    assert cost(marta, Money.of(1_000_000), key=first) == Money.of(4_000)
    mark(marta)
    assert cost(marta, Money.of(1_000_000), key=first) == Money.of(4_000)
    assert not GmfUse.objects.filter(account_id=marta.savings, used__gt=0).exists()


def test_a_move_between_own_savings_uses_nothing(marta: Person) -> None:
    mark(marta)
    make_transfer(
        member_id=marta.id, source_id=marta.savings, destination_id=marta.second_savings,
        amount=Money.of(9_000_000), note="", key=ids.uuid7(), at=NOW,
    )  # fmt: skip
    assert not GmfUse.objects.filter(account_id=marta.savings).exists()


def test_another_account_goes_on_where_the_first_one_stopped(marta: Person) -> None:
    mark(marta)
    cost(marta, CAP)
    unmark_exempt_account(member_id=marta.id, account_id=marta.savings, at=NOW)
    assert exempt_account_of(marta.id, TODAY) is None
    assert cost(marta, Money.of(1_000_000)) == Money.of(4_000)
    mark(marta, marta.second_savings)
    state = exempt_account_of(marta.id, TODAY)
    assert state is not None
    assert (state.account_id, state.left) == (marta.second_savings, ZERO)


def test_what_another_order_used_meanwhile_is_told_before_it_is_charged(marta: Person) -> None:
    mark(marta)
    first, second = ids.uuid7(), ids.uuid7()
    half = Money(CAP.amount / 2)
    cost(marta, half + Money.of(1), first)

    def again(shown: Money) -> None:
        make_transfer(
            member_id=marta.id, source_id=marta.savings, destination_id=marta.aportes,
            amount=half, note="", key=second, at=NOW, shown_cost=shown,
        )  # fmt: skip

    before = used(marta)
    with pytest.raises(CostChanged):
        again(Money.of(999))
    assert not Transfer.objects.filter(id=second).exists()
    assert used(marta) == before
    exact = tax_on(
        SavingsAccount.objects.get(id=marta.savings), half, taxed_key(ProductKind.APORTES), TODAY,
        spend=False,
    ).tax  # fmt: skip
    again(exact)
    again(Money.of(999))  # it stands already: nobody is charged again
    assert Transfer.objects.filter(id=second).count() == 1
