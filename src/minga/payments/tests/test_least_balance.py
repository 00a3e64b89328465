"""What a plan says must stay in the account stays, whoever takes the money and however."""

from datetime import date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from minga.kit import clock, ids
from minga.kit.money import ZERO, Money
from minga.ledger.entry import InsufficientFunds
from minga.loans.plan_payment import PayKind
from minga.payments.make_transfer import make_transfer
from minga.payments.models import Transfer
from minga.payments.pay_loan import LoanOrder, pay_loan
from minga.payments.propose_transfer import DoesNotFit, propose_transfer
from minga.payments.tests.borrowers import borrower
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.least_balance import BelowLeastBalance, least_balance
from minga.savings.models import PlanTerms, ProductKind, SavingsAccount, SavingsPlan
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan

NOW = datetime(2026, 11, 20, 15, tzinfo=clock.BOGOTA)
TODAY = clock.business_date(NOW)
LEAST = 50_000


def saver(pesos: int = 200_000, least: int = LEAST) -> Person:
    who = person("Marta")
    mine = plan(ProductKind.SIGHT, "0.03", balance_min=Decimal(least))
    SavingsAccount.objects.filter(id=who.savings).update(plan=mine)
    deposit(who.savings, pesos, on=TODAY)
    return who


def move(who: Person, pesos: int | str, to: str = "second_savings") -> None:
    make_transfer(
        member_id=who.id, source_id=who.savings, destination_id=getattr(who, to),
        amount=Money.of(pesos), note="", key=ids.uuid7(), at=NOW,
    )  # fmt: skip


def left(who: Person) -> Money:
    return next(one.total for one in products_of(who.id) if one.id == who.savings)


@pytest.mark.django_db
class TestAnAccount:
    def test_gives_all_but_what_must_stay(self, as_web: None) -> None:
        who = saver()
        with pytest.raises(BelowLeastBalance) as refusal:
            move(who, "150000.01")
        assert refusal.value.least == Money.of(LEAST)
        assert (left(who), Transfer.objects.count()) == (Money.of(200_000), 0)
        move(who, 150_000)
        assert left(who) == Money.of(LEAST)

    def test_counts_the_tax_on_top(self, as_web: None) -> None:
        who = saver()
        with pytest.raises(BelowLeastBalance):
            move(who, 149_500, "aportes")
        move(who, 149_000, "aportes")
        assert left(who) == Money.of(200_000 - 149_000 - 596)

    def test_says_the_lack_of_funds_first(self, as_web: None) -> None:
        with pytest.raises(InsufficientFunds):
            move(saver(), 200_001)

    def test_asks_for_nothing_without_a_plan_that_does(self, as_web: None) -> None:
        who = saver(least=0)
        move(who, 200_000)
        assert left(who) == ZERO

    def test_follows_the_terms_of_the_day(self) -> None:
        who = saver()
        account = SavingsAccount.objects.get(id=who.savings)
        assert account.plan is not None
        PlanTerms.objects.create(
            plan=account.plan, valid_from=date(2026, 12, 1), rate_ea=0, balance_min=9_000,
            source="test",
        )  # fmt: skip
        assert least_balance(account, TODAY) == Money.of(LEAST)
        assert least_balance(account, date(2026, 12, 1)) == Money.of(9_000)
        assert least_balance(account, date(2019, 12, 31)) == ZERO

    def test_without_a_plan_is_of_the_only_one(self) -> None:
        SavingsPlan.objects.filter(kind=ProductKind.SIGHT).update(offered_from=date(2099, 1, 1))
        who = saver()
        other = SavingsAccount.objects.get(id=who.second_savings)
        assert least_balance(other, TODAY) == Money.of(LEAST)
        plan(ProductKind.SIGHT, "0.01")
        assert least_balance(other, TODAY) == ZERO
        assert least_balance(SavingsAccount.objects.get(id=who.aportes), TODAY) == ZERO

    def test_the_review_shows_the_most_that_can_be_moved(self, as_web: None) -> None:
        who = saver()
        with pytest.raises(DoesNotFit) as refused:
            propose_transfer(
                member_id=who.id, source_id=who.savings, destination_id=who.aportes,
                amount=Money.of(180_000), note="", at=NOW,
            )  # fmt: skip
        shown = refused.value.review
        assert shown is not None
        assert (shown.fits, shown.least) == (False, Money.of(LEAST))
        with pytest.raises(BelowLeastBalance):
            move(who, str(shown.most + Money.of("0.01")), "aportes")
        move(who, str(shown.most), "aportes")

    def test_pays_no_loan_with_it(self) -> None:
        loan = borrower(on=TODAY, savings=0, principal=Money.of(5_000_000))
        source = SavingsAccount.objects.filter(member_id=loan.member_id).first()
        assert source is not None
        mine = plan(ProductKind.SIGHT, "0", balance_min=Decimal(LEAST))
        SavingsAccount.objects.filter(id=source.id).update(plan=mine)
        there = next(one for one in products_of(loan.member_id) if one.id == source.id).total
        missing = there - Money.of(LEAST)
        order = LoanOrder(loan.id, source.id, PayKind.TO_TERM, missing)
        with pytest.raises(BelowLeastBalance):
            pay_loan(member_id=loan.member_id, order=order, key=ids.uuid7(), at=NOW)
        assert not loan.payments.exists()


@pytest.mark.usefixtures("committed_db")
def test_two_at_once_leave_what_must_stay() -> None:
    who = saver()
    gate, refused = Barrier(2), []

    def take() -> None:
        gate.wait()
        try:
            move(who, 140_000)
        except (BelowLeastBalance, InsufficientFunds) as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 1
    assert left(who) == Money.of(60_000)
    # It was really committed, and other tests have plans of their own.
    SavingsPlan.objects.filter(terms__balance_min=LEAST).update(offered_from=date(2999, 1, 1))
    PlanTerms.objects.filter(balance_min=LEAST).update(balance_min=0)
