"""Loans that go bad: impairment at the end of a month, write-off, and what is recovered later."""

from datetime import date
from decimal import Decimal

import pytest

from minga.day_close.tests.test_loans import close
from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.loans.models import Impairment, Loan, LoanAccrual, LoanEnd
from minga.loans.pay_refusals import MoreThanDue, UnknownLoan
from minga.loans.plan_payment import PayKind
from minga.loans.write_off import LoanNotFound, NotBadEnough, write_off
from minga.payments.pay_loan import AmountNotPositive, UnknownSource
from minga.payments.recover_loan import recover_loan
from minga.payments.tests.borrowers import (
    DAY,
    at,
    borrower,
    capital_in_books,
    holds,
    in_books,
    owes,
    pay,
    proven,
    savings_of,
)
from minga.payments.tests.cast import person
from minga.payments.tests.test_payroll import agrees

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
MAY = date(2026, 5, 31)


def set_aside(loan: Loan) -> list[tuple[str, Decimal]]:
    found = Impairment.objects.filter(loan=loan).order_by("from_date")
    return list(found.values_list("category", "amount"))


def bad() -> Loan:
    """Seven months late, with the end of a month closed."""
    loan = borrower()
    close(MAY, MAY + DAY)
    assert Loan.objects.get(id=loan.id).category == "E"
    return loan


def test_sets_aside_the_share_of_the_category_and_the_general_one() -> None:
    loan = borrower()
    expense, specific, general = in_books("5115"), in_books("144515"), in_books("146810")
    close(DECEMBER, DECEMBER + DAY)
    assert set_aside(loan) == [("C", Decimal(1_200_000))]
    assert in_books("144515") - specific == 1_200_000
    assert in_books("146810") - general == 120_000
    assert expense - in_books("5115") == 1_320_000
    assert proven()


def test_moves_with_the_category_and_goes_back_when_it_is_paid() -> None:
    loan = borrower()
    recovered = in_books("4225")
    before = in_books("144515"), in_books("144520")
    close(DECEMBER, DECEMBER + DAY)
    close(JANUARY, JANUARY + DAY)
    assert set_aside(loan)[-1] == ("D", Decimal(2_400_000))
    assert in_books("144515") == before[0]
    assert in_books("144520") - before[1] == 2_400_000
    on = JANUARY + DAY
    pay(loan, on, PayKind.PAYOFF, owes(loan, on).payoff)
    close(date(2026, 2, 28), date(2026, 3, 1))
    assert set_aside(loan)[-1][1] == 0
    assert in_books("144520") == before[1]
    assert in_books("4225") - recovered == 2_400_000 + 120_000


def test_nothing_is_set_aside_on_other_days() -> None:
    loan = borrower()
    close(DECEMBER - DAY, DECEMBER)
    assert set_aside(loan) == []


def test_a_write_off_leaves_the_balance_and_stays_in_memory() -> None:
    loan = bad()
    memo, specific = in_books("831005"), in_books("144525")
    gone = write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    assert gone.capital == Money.of(12_000_000)
    assert gone.set_aside == Money.of(6_000_000)
    assert capital_in_books(loan) == ZERO
    assert specific - in_books("144525") == 6_000_000
    assert memo - in_books("831005") == gone.total.amount
    assert LoanEnd.objects.get(loan=loan).how == "written_off"
    with pytest.raises(LoanNotFound):
        write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    close(MAY + DAY, MAY + 3 * DAY)
    assert proven()


def test_a_write_off_leaves_nothing_owed_among_the_products_and_earns_no_mora() -> None:
    loan = bad()
    write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    close(MAY + DAY, MAY + 3 * DAY)
    assert agrees()
    later = LoanAccrual.objects.filter(loan=loan.id, business_date__gt=MAY + DAY)
    assert not later.exists()


def test_a_month_that_is_closed_after_a_write_off_sets_nothing_aside_for_it() -> None:
    loan = borrower()
    close(date(2026, 4, 30), MAY)
    specific, memo = in_books("144525"), set_aside(loan)
    assert memo == [("E", Decimal(6_000_000))]
    gone = write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    close(MAY, date(2026, 7, 1))
    assert specific - in_books("144525") == gone.set_aside.amount
    assert agrees()
    assert proven()


def test_takes_interest_that_was_income_out_of_what_is_receivable() -> None:
    loan = borrower()
    receivable = in_books("144305")
    first = date(2025, 9, 15)
    close(first, first + 5 * DAY)
    close(MAY, MAY + DAY)
    gone = write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    assert gone.interest > ZERO
    assert abs(in_books("144305") - receivable) < Decimal("0.01")


def test_refuses_to_write_off_what_may_still_be_paid() -> None:
    loan = borrower()
    with pytest.raises(NotBadEnough):
        write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY))
    with pytest.raises(LoanNotFound):
        write_off(loan_id=ids.uuid7(), actor="staff:junta", why="acta 12", at=at(MAY))


def test_what_is_recovered_is_income_and_the_memo_shrinks() -> None:
    loan, key = bad(), ids.uuid7()
    on = at(MAY + 2 * DAY)
    order = {"member_id": loan.member_id, "loan_id": loan.id, "source_id": savings_of(loan)}
    with pytest.raises(UnknownLoan):
        recover_loan(**order, amount=Money.of(1), key=key, at=on)
    gone = write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    memo, income, before = in_books("831005"), in_books("4225"), holds(loan)
    first = recover_loan(**order, amount=Money.of(500_000), key=key, at=on)
    assert recover_loan(**order, amount=Money.of(500_000), key=key, at=on) == first
    assert in_books("4225") - income == 500_000
    assert in_books("831005") - memo == 500_000
    assert holds(loan) == before - Money.of(502_000)
    with pytest.raises(MoreThanDue) as refusal:
        recover_loan(**order, amount=gone.total, key=ids.uuid7(), at=on)
    assert refusal.value.limit == gone.total - Money.of(500_000)
    with pytest.raises(AmountNotPositive):
        recover_loan(**order, amount=ZERO, key=ids.uuid7(), at=on)
    luis = person("Luis")
    with pytest.raises(UnknownLoan):
        recover_loan(**{**order, "member_id": luis.id}, amount=Money.of(1), key=ids.uuid7(), at=on)
    with pytest.raises(UnknownSource):
        recover_loan(
            **{**order, "source_id": luis.savings}, amount=Money.of(1), key=ids.uuid7(), at=on
        )
    assert proven()
