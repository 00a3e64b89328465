"""Days that were closed between a wage and the file that tells of it stay as they were closed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from minga.day_close.tests.test_loans import close
from minga.loans.employers import employer_with
from minga.loans.models import Loan, LoanAccrual, LoanInstalment, LoanPayment
from minga.loans.tests.lent import line
from minga.payments.tests.borrowers import DAY, borrower, in_books, owes, proven
from minga.payments.tests.test_payroll import agrees, collect, taken, whole

pytestmark = pytest.mark.django_db
LENT, DUE, COMES = date(2025, 9, 15), date(2025, 10, 15), date(2025, 10, 20)
MORA = "415090"


@pytest.fixture
def loan(db: None) -> Loan:
    """Its first instalment is five days late, and each of them was closed."""
    of_wages = line(by_payroll=True)
    of_wages.employer = employer_with("9000684381", "Trilladora El Roble")
    of_wages.save()
    made = borrower(on=LENT, line_id=of_wages.id, by_payroll=True)
    close(LENT, COMES)
    return made


def noted(loan: Loan) -> list[tuple[date, Decimal, Decimal]]:
    """What the closes wrote of each day."""
    found = LoanAccrual.objects.filter(loan=loan.id).order_by("business_date")
    return list(found.values_list("business_date", "overdue", "mora"))


def test_their_mora_stays_written_and_is_charged_to_nobody(loan: Loan, tmp_path: Path) -> None:
    before, income = noted(loan), in_books(MORA)
    assert sum(mora for _, _, mora in before) > 0
    row = taken(loan, whole(loan, 1).amount, month="2025-10") | {"descontado": str(DUE)}
    assert collect(tmp_path, row, on=COMES).counts == (1, 0, 0, True)
    assert LoanPayment.objects.get(loan=loan).mora == 0
    assert noted(loan) == before
    close(COMES, COMES + 40 * DAY)
    assert noted(loan)[: len(before)] == before
    late = LoanAccrual.objects.filter(loan=loan.id, business_date__range=(COMES, DUE + 30 * DAY))
    assert late.aggregate(mora=Sum("mora"))["mora"] == 0
    assert in_books(MORA) == income
    assert agrees()
    assert proven()


def test_a_close_that_comes_late_sees_the_file_on_its_day(loan: Loan, tmp_path: Path) -> None:
    later = COMES + 3 * DAY  # the days since the 20th were not closed when the file came
    row = taken(loan, whole(loan, 1).amount, month="2025-10") | {"descontado": str(DUE)}
    collect(tmp_path, row, on=later)
    close(COMES, later + 40 * DAY)
    overdue = {day: amount for day, amount, _ in noted(loan)}
    assert overdue[later - DAY] > 0
    assert overdue[later] == 0
    assert LoanInstalment.objects.get(loan=loan, n=1).settled_on == later
    assert owes(loan, later).due == ()
    assert agrees()
    assert proven()
