"""A day before the first that was closed is past: closing it would undo what later days say."""

from datetime import date

import pytest

from minga.day_close.close_day import DayLeftBehind, close_day, close_through
from minga.day_close.models import BusinessDay
from minga.loans.models import Loan
from minga.payments.tests.borrowers import DAY, at, borrower, proven

pytestmark = pytest.mark.django_db
LATE = date(2025, 11, 20)  # thirty-six days after the first instalment
EARLY = date(2025, 10, 20)


def category(loan: Loan) -> str:
    return Loan.objects.get(id=loan.id).category


def test_is_refused_and_changes_nothing() -> None:
    loan = borrower()
    close_day(day=LATE, at=at(LATE + DAY))
    assert category(loan) == "B"
    with pytest.raises(DayLeftBehind):
        close_through(day=EARLY, today=LATE + DAY, at=at(LATE + DAY))
    assert category(loan) == "B"
    assert not BusinessDay.objects.filter(date=EARLY).exists()
    assert proven()


def test_closing_it_would_have_made_a_late_loan_better() -> None:
    loan = borrower()
    close_day(day=LATE, at=at(LATE + DAY))
    close_day(day=EARLY, at=at(LATE + DAY))
    assert category(loan) == "A"


def test_a_day_that_was_closed_is_answered_from_its_record() -> None:
    close_day(day=LATE, at=at(LATE + DAY))
    close_day(day=LATE + DAY, at=at(LATE + 2 * DAY))
    (again,) = close_through(day=LATE, today=LATE + 2 * DAY, at=at(LATE + 2 * DAY))
    assert again.was_closed
