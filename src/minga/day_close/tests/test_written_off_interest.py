"""Interest of a loan that is written off: income, receivable and memo end where they belong."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from minga.day_close.suspended_interest import suspended_interest
from minga.day_close.tests.test_loan_losses import MAY, bad
from minga.day_close.tests.test_loans import accrued, close
from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.loans.models import Loan, LoanEnd, LoanPayment
from minga.loans.plan_payment import PayKind
from minga.loans.tests.lent import new_loan
from minga.loans.write_off import WrittenOff, write_off
from minga.payments.recover_loan import recover_loan
from minga.payments.tests.borrowers import (
    DAY,
    at,
    borrower,
    in_books,
    lent,
    owes,
    pay,
    proven,
    savings_of,
)
from minga.payments.tests.cast import Person
from minga.payments.tests.test_payroll import agrees

pytestmark = pytest.mark.django_db
WRITTEN = MAY + DAY
CENT = Decimal("0.01")
IN_A, IN_C = date(2025, 9, 20), date(2025, 12, 20)


def memo() -> Decimal:
    assert in_books("831010") == -in_books("880510")
    return -in_books("831010")


def receivable() -> Decimal:
    return -in_books("144305")


def written_off(loan: Loan) -> WrittenOff:
    return write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(WRITTEN))


def story() -> Loan:
    """Some days of income, some in suspense, and E at the end."""
    loan = borrower()
    close(IN_A, IN_A + 5 * DAY)
    close(IN_C, IN_C + 5 * DAY)
    close(MAY, MAY + DAY)
    assert accrued(loan, is_suspended=True) > 0
    assert accrued(loan, is_suspended=False) > 0
    return loan


def test_what_was_in_suspense_goes_back_with_the_write_off() -> None:
    before, owed_before = memo(), receivable()
    loan = story()
    kept = accrued(loan, is_suspended=True)
    assert abs(memo() - before - kept) < CENT
    assert suspended_interest().agrees
    gone = written_off(loan)
    assert suspended_interest().agrees
    assert abs(gone.interest.amount - accrued(loan, is_suspended=False)) < CENT
    close(WRITTEN, WRITTEN + 2 * DAY)
    assert abs(memo() - before) < CENT
    assert abs(receivable() - owed_before) < CENT
    assert suspended_interest().agrees
    assert agrees()
    assert proven()


def test_a_close_that_comes_after_the_write_off_leaves_nothing_in_suspense_either() -> None:
    before, owed_before, income = memo(), receivable(), in_books("415010")
    loan = borrower()
    close(IN_C, IN_C + 5 * DAY)
    close(MAY - 2 * DAY, MAY)
    written_off(loan)
    close(MAY, WRITTEN + 2 * DAY)
    assert accrued(loan, is_suspended=True, business_date=MAY) > 0
    assert accrued(loan, business_date__gte=WRITTEN) == 0
    assert abs(memo() - before) < CENT
    assert abs(receivable() - owed_before) < CENT
    assert abs(in_books("415010") - income) < CENT


def test_what_was_paid_of_interest_in_suspense_is_income_when_the_loan_is_written_off() -> None:
    before, owed_before, income = memo(), receivable(), in_books("415010")
    loan = bad()
    pay(loan, WRITTEN, PayKind.INSTALMENT, Money.of(400_000))
    paid = LoanPayment.objects.get(loan=loan).interest
    row = loan.instalments.get(n=1)
    assert paid > 0
    assert row.settled_on is None
    assert written_off(loan).interest == ZERO
    close(WRITTEN, WRITTEN + DAY)
    assert abs(in_books("415010") - income - paid) < CENT
    assert abs(receivable() - owed_before) < CENT
    assert abs(memo() - before) < CENT
    assert proven()


def test_what_is_paid_of_one_instalment_in_suspense_hides_no_income_of_another() -> None:
    """The debtor's other loan drags this one into suspense, is paid, and this one goes bad."""
    owed_before, income, before = receivable(), in_books("415010"), memo()
    other = borrower()
    lent_on, caught_up, over = date(2025, 12, 15), date(2026, 1, 10), date(2026, 8, 1)
    who = Person(other.member_id, *[savings_of(other)] * 3)
    loan = lent(who, new_loan(who.id, lent_on))
    close(IN_C, IN_C + 5 * DAY)
    pay(other, caught_up, PayKind.PAYOFF, owes(other, caught_up).payoff)
    close(caught_up, caught_up + DAY)
    close(date(2026, 1, 20), date(2026, 1, 25))
    close(over, over + DAY)
    second = loan.instalments.get(n=2).starts_on
    taken = accrued(loan, is_suspended=False, business_date__gte=second)
    assert accrued(loan, is_suspended=True, business_date__lt=second) > 0 < taken
    pay(loan, over + DAY, PayKind.INSTALMENT, Money.of(400_000))
    paid = LoanPayment.objects.get(loan=loan).interest
    assert paid == loan.instalments.get(n=1).interest
    assert suspended_interest().agrees
    gone = write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(over + DAY))
    assert abs(gone.interest.amount - taken) < CENT
    close(over + DAY, over + 2 * DAY)
    of_the_other = LoanPayment.objects.get(loan=other).interest
    assert abs(in_books("415010") - income - taken - paid - of_the_other) < CENT
    assert abs(receivable() - owed_before) < CENT
    assert abs(memo() - before) < CENT
    assert proven()


def test_after_all_was_recovered_no_memo_is_left() -> None:
    suspended, gone_before = memo(), in_books("831005")
    loan = story()
    gone = written_off(loan)
    close(WRITTEN, WRITTEN + DAY)
    recover_loan(
        member_id=loan.member_id, loan_id=loan.id, source_id=savings_of(loan), amount=gone.total,
        key=ids.uuid7(), at=at(WRITTEN + DAY),
    )  # fmt: skip
    close(WRITTEN + DAY, WRITTEN + 3 * DAY)
    assert abs(memo() - suspended) < CENT
    assert in_books("831005") == gone_before
    end = LoanEnd.objects.filter(loan=loan).aggregate(total=Sum("interest"))
    assert end["total"] == gone.interest.amount
    assert agrees()
    assert proven()
