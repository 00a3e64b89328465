"""Handing out a loan: to the debtor's own sight savings, on its day, once for a key."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from minga.kit import ids, sql
from minga.kit.ids import uuid7
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.ledger.entry import KeyReused
from minga.loans.book_loan import NewLoan
from minga.loans.models import Loan, LoanAccount, LoanInstalment
from minga.loans.plan import Method
from minga.loans.refusals import GraceTooLong
from minga.loans.tests.lent import line, new_loan
from minga.payments.disburse_loan import (
    DisbursedLoan,
    NotDisbursedToday,
    UnknownDestination,
    disburse_loan,
)
from minga.payments.tests.borrowers import DAY, DISBURSED, at, proven
from minga.payments.tests.cast import Person, person
from minga.savings.queries import product_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(db: None) -> Person:
    return person()


def hand_out(new: NewLoan, pays_to: UUID, key: UUID | None = None) -> DisbursedLoan:
    return disburse_loan(
        new=new, pays_to=pays_to, key=key or uuid7(), actor="staff:ana", at=at(DISBURSED)
    )


def entries_of(kind: str) -> int:
    (count,) = sql.one("SELECT count(*) FROM ledger.journal_entry WHERE kind = %s", [kind])
    return int(count)


def nothing_was_lent(who: Person) -> bool:
    savings = product_of(who.id, who.savings)
    assert savings is not None
    lent = Loan.objects.filter(member_id=who.id).exists()
    return not lent and savings.total == Money.of(0) and proven()


def test_pays_to_no_account_but_sight_savings_of_the_debtor(who: Person) -> None:
    stranger = person("Otra")
    for account in (stranger.savings, who.aportes, uuid7()):
        with pytest.raises(UnknownDestination):
            hand_out(new_loan(who.id, DISBURSED), account)
    assert nothing_was_lent(who)
    assert nothing_was_lent(stranger)


@pytest.mark.parametrize("away", [-1, 1])
def test_hands_out_on_the_day_that_the_plan_counts_from_and_no_other(
    who: Person, away: int
) -> None:
    with pytest.raises(NotDisbursedToday) as refused:
        hand_out(new_loan(who.id, DISBURSED + away * DAY), who.savings)
    assert refused.value.details == {
        "planned": DISBURSED + timedelta(days=away), "today": DISBURSED,
    }  # fmt: skip
    assert nothing_was_lent(who)


def test_the_same_key_and_loan_have_the_first_answer(who: Person) -> None:
    new, key = new_loan(who.id, DISBURSED), uuid7()
    assert hand_out(new, who.savings, key) == hand_out(new, who.savings, key)
    assert Loan.objects.filter(member_id=who.id).count() == 1
    assert proven()


@pytest.mark.parametrize(
    "changed",
    [
        {"principal": Money.of(11_000_000)}, {"periods": 24}, {"rate_ea": Decimal("0.17")},
        {"method": Method.EQUAL_PRINCIPAL}, {"grace": 2}, {"mora_rate_ea": Decimal("0.2")},
        {"insurance_monthly": Decimal("0.001")}, {"pay_day": 5},
    ],
)  # fmt: skip
def test_a_key_is_not_used_again_for_another_loan(who: Person, changed: dict[str, object]) -> None:
    lends, key = line(), uuid7()
    hand_out(new_loan(who.id, DISBURSED, line_id=lends.id), who.savings, key)
    entries = entries_of("disburse_loan")
    with pytest.raises(KeyReused):
        hand_out(new_loan(who.id, DISBURSED, line_id=lends.id, **changed), who.savings, key)
    with pytest.raises(KeyReused):
        hand_out(new_loan(who.id, DISBURSED), who.savings, key)  # a loan of another line
    assert Loan.objects.filter(member_id=who.id).count() == 1
    assert entries_of("disburse_loan") == entries
    assert proven()


def test_a_key_is_not_used_again_for_another_account(who: Person) -> None:
    new, key = new_loan(who.id, DISBURSED), uuid7()
    hand_out(new, who.savings, key)
    with pytest.raises(KeyReused):
        hand_out(new, who.second_savings, key)
    second = product_of(who.id, who.second_savings)
    assert second is not None
    assert second.total == Money.of(0)


def test_another_members_key_is_another_loan(who: Person) -> None:
    other, key = person("Otra"), uuid7()
    first = hand_out(new_loan(who.id, DISBURSED), who.savings, key)
    second = hand_out(new_loan(other.id, DISBURSED), other.savings, key)
    assert first.id != second.id


def test_nothing_is_left_of_a_loan_whose_consent_or_plan_was_refused(who: Person) -> None:
    def refuses() -> None:
        raise Refusal

    with pytest.raises(Refusal):
        disburse_loan(
            new=new_loan(who.id, DISBURSED), pays_to=who.savings, key=ids.uuid7(),
            actor="staff:ana", at=at(DISBURSED), approve=refuses,
        )  # fmt: skip
    with pytest.raises(GraceTooLong):
        hand_out(new_loan(who.id, DISBURSED, grace=12), who.savings)
    assert nothing_was_lent(who)
    assert not LoanAccount.objects.filter(loan__member_id=who.id).exists()
    assert not LoanInstalment.objects.filter(loan__member_id=who.id).exists()
