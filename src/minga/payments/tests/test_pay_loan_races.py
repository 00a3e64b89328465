"""Payments of one loan at the same moment, with real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection

from minga.kit import ids
from minga.kit.money import Money
from minga.loans.pay_refusals import MoreThanDue, NotTheInstalment, UnknownLoan
from minga.loans.plan_payment import PayKind, next_payment
from minga.payments.tests.borrowers import borrower, capital_in_books, holds, owes, pay
from minga.payments.tests.test_pay_loan import DUE, gmf

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(press: Callable[[], UUID]) -> list[UUID]:
    """Six fingers on one button; what each one got that was not refused."""

    def finger(_: int) -> UUID | None:
        try:
            return press()
        except (UnknownLoan, MoreThanDue, NotTheInstalment):
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as fingers:
        return [one for one in fingers.map(finger, range(6)) if one]


def test_two_payoffs_at_once_pay_one() -> None:
    loan = borrower("Ana")
    total, before = owes(loan, DUE).payoff, holds(loan)
    assert len(at_once(lambda: pay(loan, DUE, PayKind.PAYOFF, total).id)) == 1
    assert holds(loan) == before - total - gmf(total)


def test_one_key_at_once_pays_once() -> None:
    loan, key = borrower("Ana"), ids.uuid7()
    amount, before = next_payment(owes(loan, DUE)), holds(loan)
    done = at_once(lambda: pay(loan, DUE, PayKind.INSTALMENT, amount, key).id)
    assert len(done) == 6
    assert len(set(done)) == 1
    assert holds(loan) == before - amount - gmf(amount)


def test_payments_of_one_instalment_at_once_never_pay_more_than_it() -> None:
    loan = borrower("Ana")
    due, before = owes(loan, DUE).due_total, holds(loan)
    part = due - Money.of(1)
    assert len(at_once(lambda: pay(loan, DUE, PayKind.INSTALMENT, part).id)) == 1
    assert owes(loan, DUE).due_total == Money.of(1)
    assert holds(loan) == before - part - gmf(part)
    assert owes(loan, DUE).capital == capital_in_books(loan)
