"""Pictures of how far something is; the tables beside them say the same."""

import pytest

from minga.doors.web.progress_chart import WIDTH, ProgressRow, _chart, of_loan
from minga.kit.money import ZERO, Money
from minga.loans.models import LoanInstalment
from minga.loans.plan_payment import PayKind
from minga.loans.queries import loan_of
from minga.payments.tests.borrowers import DAY, DISBURSED, borrower, owes, pay


def rows(*told: tuple[str, Money | int, Money | int]) -> tuple[ProgressRow, ...]:
    return _chart(told, ("Pagado", "Falta", "En total"), "Algo.").rows


def test_a_bar_is_filled_with_what_is_done_of_the_whole() -> None:
    days, pesos = rows(("Días", 45, 45), ("Capital", Money.of(250), Money.of(750)))
    assert (days.whole, days.width, days.is_money) == (90, "300.00", False)
    assert (pesos.whole, pesos.width, pesos.is_money) == (Money.of(1000), "150.00", True)


def test_nothing_and_everything_are_drawn() -> None:
    none, all_, nothing = rows(
        ("Cuotas", 0, 6), ("Capital", Money.of(9), ZERO), ("Intereses", ZERO, ZERO)
    )
    assert (none.width, all_.width, nothing.width) == ("0.00", f"{WIDTH}.00", "0.00")


@pytest.mark.django_db
def test_interest_that_was_paid_of_an_instalment_counts_once() -> None:
    loan, day = borrower(), DISBURSED + 35 * DAY
    rows = LoanInstalment.objects.filter(loan=loan)
    planned = sum((Money(row.interest) for row in rows), ZERO)
    due = owes(loan, day).due[0].due
    pay(loan, day, PayKind.INSTALMENT, due.mora + Money.of(50_000))
    view = loan_of(loan.member_id, loan.id, day)
    assert view is not None
    interest = of_loan(view).rows[2]
    assert interest.whole == planned + due.mora
