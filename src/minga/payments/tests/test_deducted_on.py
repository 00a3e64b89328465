"""Wages deducted on one day and told of on another: mora counts up to the first."""

from datetime import date
from pathlib import Path

import pytest

from minga.kit.money import ZERO, Money
from minga.loans.employers import employer_with
from minga.loans.models import Employer, Loan, LoanInstalment, LoanPayment
from minga.loans.mora_terms import mora_between
from minga.loans.owed import left_of
from minga.loans.plan_payment import PayKind
from minga.loans.tests.lent import line
from minga.payments.models import PayrollCollection
from minga.payments.settle_payroll import owed_by
from minga.payments.tests.borrowers import DAY, borrower, in_books, owes, pay, proven
from minga.payments.tests.test_payroll import LENT, NIT, agrees, collect, paid_up_to, taken, whole

pytestmark = pytest.mark.django_db
# The instalment is due on the day of wages, and the file comes five days later.
DUE, COMES = date(2025, 11, 15), date(2025, 11, 20)
ON_TIME = {"descontado": str(DUE)}


@pytest.fixture
def employer(db: None) -> Employer:
    return employer_with(NIT, "Trilladora El Roble")


@pytest.fixture
def unpaid(employer: Employer) -> Loan:
    """Nothing of it was paid so far."""
    of_wages = line(by_payroll=True)
    of_wages.employer = employer
    of_wages.save()
    return borrower(on=LENT, line_id=of_wages.id, by_payroll=True)


@pytest.fixture
def loan(unpaid: Loan) -> Loan:
    """Up to date until the instalment of that day."""
    paid_up_to(date(2025, 10, 15), unpaid)
    return unpaid


def second(loan: Loan) -> LoanInstalment:
    return LoanInstalment.objects.get(loan=loan, n=2)


def by_wages(loan: Loan) -> LoanPayment:
    return LoanPayment.objects.get(loan=loan, kind="payroll")


def test_bears_no_mora_for_what_the_employer_took_to_say_so(
    tmp_path: Path, loan: Loan, employer: Employer
) -> None:
    assert owes(loan, COMES).due[0].due.mora > ZERO
    row, mora = taken(loan, whole(loan, 2).amount) | ON_TIME, in_books("415090")
    assert collect(tmp_path, row, on=COMES).counts == (1, 0, 0, True)
    paid = by_wages(loan)
    assert (Money(paid.mora), paid.paid_on) == (ZERO, COMES)
    assert second(loan).settled_on == COMES
    assert owes(loan, COMES).due == ()
    assert in_books("415090") == mora
    assert PayrollCollection.objects.get(payment=paid).deducted_on == DUE
    assert owed_by(employer) == whole(loan, 2)
    assert collect(tmp_path, row, on=COMES + DAY).counts == (0, 1, 0, True)
    assert agrees()
    assert proven()


def test_without_it_mora_runs_until_the_file_comes(tmp_path: Path, loan: Loan) -> None:
    mora = owes(loan, COMES).due[0].due.mora
    collect(tmp_path, taken(loan, whole(loan, 2).amount) | {"descontado": ""}, on=COMES)
    assert Money(by_wages(loan).mora) == mora > ZERO


def test_what_it_leaves_unpaid_bears_mora_from_that_day(tmp_path: Path, loan: Loan) -> None:
    collect(tmp_path, taken(loan, 500_000) | ON_TIME, on=COMES)
    row = second(loan)
    assert (Money(row.mora_due), row.mora_from) == (ZERO, DUE)
    mora = owes(loan, COMES).due[0].due.mora
    assert mora == mora_between(loan, left_of(row).capital, DUE, COMES).amount > ZERO


def test_mora_of_before_that_day_is_owed(tmp_path: Path, unpaid: Loan) -> None:
    until = owes(unpaid, DUE)
    assert until.due[0].due.mora > ZERO  # of October
    collect(tmp_path, taken(unpaid, until.due_total.amount) | ON_TIME, on=COMES)
    assert owes(unpaid, COMES).due == ()
    assert Money(by_wages(unpaid).mora) == until.due[0].due.mora


def test_wages_of_before_the_due_day_leave_mora_from_the_due_day_on(
    tmp_path: Path, loan: Loan
) -> None:
    collect(tmp_path, taken(loan, 100_000) | {"descontado": "2025-10-30"}, on=COMES)
    row = second(loan)
    assert (Money(row.mora_due), row.mora_from) == (ZERO, DUE)


def test_what_another_payment_fixed_meanwhile_stays(tmp_path: Path, loan: Loan) -> None:
    between = DUE + 2 * DAY
    pay(loan, between, PayKind.INSTALMENT, Money.of(1))  # of the mora of two days
    before = second(loan)
    collect(tmp_path, taken(loan, 100_000) | ON_TIME, on=COMES)
    after = second(loan)
    assert (before.mora_from, after.mora_from) == (between, between)
    assert Money(by_wages(loan).mora) == Money(before.mora_due) > ZERO
    assert Money(after.mora_due) == ZERO


@pytest.mark.parametrize("day", ["2025-11-21", "2025-07-31", "20/11/2025", "2025-13-01"])
def test_refuses_a_day_that_cannot_be(tmp_path: Path, loan: Loan, day: str) -> None:
    brought = collect(tmp_path, taken(loan, 1) | {"descontado": day}, on=COMES)
    assert brought.places == [(2, "descontado")]
    assert not LoanPayment.objects.filter(loan=loan, kind="payroll").exists()
