"""Extra payments at odd moments: what was paid before counts, and the close goes on."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from minga.day_close.close_day import close_day
from minga.kit.money import ZERO, Money
from minga.loans.models import CollectionCost, Employer, Loan, LoanEnd, LoanInstalment
from minga.loans.plan import Method
from minga.loans.plan_payment import PayKind
from minga.loans.tests.lent import line
from minga.payments.tests.borrowers import (
    DAY,
    at,
    borrower,
    capital_in_books,
    in_books,
    owes,
    pay,
    proven,
)
from minga.payments.tests.test_payroll import agrees, collect, employer, taken

pytestmark = pytest.mark.django_db
ON = date(2025, 10, 1)
LENT = date(2025, 9, 15)
__all__ = ["employer"]


def close(first: date, last: date) -> None:
    """Both of them, too."""
    for n in range((last - first).days + 1):
        close_day(day=first + n * DAY, at=at(first + n * DAY))


def current(loan: Loan) -> LoanInstalment:
    found = loan.instalments.filter(is_current=True, settled_on=None).order_by("n").first()
    assert found is not None
    return found


def assert_even(loan: Loan, day: date) -> None:
    assert owes(loan, day).capital == capital_in_books(loan)
    assert agrees()
    assert proven()


@pytest.mark.parametrize("kind", [PayKind.TO_TERM, PayKind.TO_INSTALMENT])
def test_is_taken_on_the_eve_of_a_due_day_when_all_its_interest_has_run(kind: PayKind) -> None:
    # From 30 April to 30 May there are thirty days of 30/360: the whole of what 31 May asks for.
    lent = date(2025, 4, 30)
    loan = borrower(on=lent, pay_day=31, savings=80_000_000)
    eve = date(2025, 5, 30)
    interest = Money(current(loan).interest)
    assert owes(loan, eve).running == interest
    close(lent, eve - DAY)
    pay(loan, eve, kind, interest + Money.of(3_000_000))
    pay(loan, eve, kind, Money.of(500_000))
    close(eve, eve + 3 * DAY)
    assert_even(loan, eve + 3 * DAY)


def test_is_taken_by_a_loan_that_bears_no_interest() -> None:
    loan = borrower(on=ON, rate_ea=Decimal(0), savings=80_000_000)
    close(ON, ON + 9 * DAY)
    on = ON + 10 * DAY
    pay(loan, on, PayKind.TO_TERM, Money.of(2_000_000))
    close(on, on + 30 * DAY)
    assert_even(loan, on + 31 * DAY)
    pay(loan, on + 31 * DAY, PayKind.PAYOFF, owes(loan, on + 31 * DAY).payoff)
    assert LoanEnd.objects.get(loan=loan).how == "paid"
    assert_even(loan, on + 31 * DAY)


def test_the_insurer_is_paid_for_the_whole_period_however_many_come_within_it() -> None:
    loan = borrower(on=ON, insurance_monthly=Decimal("0.001"), savings=80_000_000)
    for days, premium in ((10, 11_000), (20, 10_000)):
        on = ON + days * DAY
        pay(loan, on, PayKind.TO_TERM, owes(loan, on).running + Money.of(1_000_000))
        assert current(loan).insurance == premium


class TestAfterPartOfAnInstalmentCameFromWages:
    """What wages paid of days still to come is not asked for again by the plan that follows."""

    @pytest.fixture
    def loan(self, employer: Employer) -> Loan:
        of_wages = line(by_payroll=True)
        of_wages.employer = employer
        of_wages.save()
        return borrower(
            on=LENT, line_id=of_wages.id, by_payroll=True, savings=40_000_000,
            insurance_monthly=Decimal("0.001"),
        )  # fmt: skip

    @pytest.mark.parametrize("gap", [0, 1, 12])
    def test_the_period_is_paid_once(self, tmp_path: Path, loan: Loan, gap: int) -> None:
        first, receivable = current(loan), in_books("144305")
        close(LENT, LENT + 9 * DAY)
        on = LENT + 10 * DAY
        wages = Money(first.insurance + first.interest) + Money.of(1_000)
        assert collect(tmp_path, taken(loan, wages, "2025-10"), on=on).result.created == 1
        if gap:
            close(on, on + (gap - 1) * DAY)
        on += gap * DAY
        now = owes(loan, on)
        assert now.prepaid > ZERO
        planned = loan.instalments.aggregate(total=Sum("interest"))["total"]
        paid = pay(loan, on, PayKind.TO_INSTALMENT, now.running + Money.of(2_000_000))
        pay(loan, on, PayKind.TO_INSTALMENT, Money.of(100_000))
        saved = loan.payments.get(id=paid.id).interest_saved
        assert ZERO < Money(saved) < Money(planned)
        new = current(loan)
        assert new.paid_insurance == new.insurance
        close(on, new.due_on - DAY)
        pay(loan, new.due_on, PayKind.INSTALMENT, owes(loan, new.due_on).due_total)
        close(new.due_on, new.due_on)
        parts = loan.payments.aggregate(interest=Sum("interest"), insurance=Sum("insurance"))
        assert parts["interest"] <= first.interest
        assert parts["insurance"] == first.insurance
        assert_even(loan, new.due_on + DAY)
        # Only the day that was closed after the due date is earned and not paid.
        (of_a_day,) = [one.interest for one in loan.instalments.filter(n=2, is_current=True)]
        assert abs(receivable - in_books("144305") - of_a_day / 31) < Decimal("0.01")

    def test_before_its_period_began_it_counts_too(self, tmp_path: Path, loan: Loan) -> None:
        receivable, first = in_books("144305"), owes(loan, LENT + 10 * DAY).ahead[0]
        on = date(2025, 10, 5)
        close(LENT, on - DAY)
        whole = Money(first.insurance + first.interest + first.principal)
        collect(tmp_path, taken(loan, whole + Money.of(30_000), "2025-11"), on=on)
        second = current(loan)
        assert (second.n, int(second.paid_insurance), int(second.paid_interest)) == (
            2, 11_074, 18_926,
        )  # fmt: skip
        pay(loan, on, PayKind.TO_TERM, Money.of(2_000_000))
        new = current(loan)
        assert (int(new.paid_interest), new.starts_on) == (18_926, second.starts_on)
        pay(loan, new.due_on, PayKind.INSTALMENT, owes(loan, new.due_on).due_total)
        close(on, new.due_on)
        third = current(loan)
        assert abs(receivable - in_books("144305") - third.interest / 30) < Decimal("0.01")
        assert_even(loan, new.due_on + DAY)


@pytest.mark.parametrize(
    "shape", [{"method": Method.BULLET, "periods": 3}, {"grace": 2, "periods": 3}]
)
def test_instalments_that_ask_for_nothing_make_nobody_late(shape: dict[str, Any]) -> None:
    CollectionCost.objects.create(
        days=3, name="Llamada", amount=7_500, valid_from=LENT, source="a test's own"
    )
    loan = borrower(on=ON, rate_ea=Decimal(0), savings=80_000_000, **shape)
    close(ON, date(2025, 11, 20))
    day = date(2025, 11, 21)
    assert owes(loan, day).due == ()
    close(day, date(2025, 12, 31))
    loan.refresh_from_db()
    assert (loan.category, owes(loan, date(2026, 1, 1)).days_late) == ("A", 0)
    last = owes(loan, date(2026, 1, 1))
    assert last.due_total == Money.of(12_000_000)
    pay(loan, date(2026, 1, 1), PayKind.INSTALMENT, last.due_total)
    assert LoanEnd.objects.get(loan=loan).how == "paid"
    assert_even(loan, date(2026, 1, 1))
