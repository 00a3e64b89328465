"""A loan is paid in the order that its note says, whatever order is agreed later."""

from datetime import date
from decimal import Decimal

import pytest

from minga.kit import parameters
from minga.kit.models import Parameter
from minga.kit.money import ZERO, Money
from minga.loans.allocate import Part
from minga.loans.imputation import ORDER_KEY, order_of
from minga.loans.models import Loan, LoanPayment
from minga.loans.plan_payment import PayKind
from minga.loans.tests.requests_cast import AT, approved
from minga.payments.sign_note import terms_to_sign
from minga.payments.tests.borrowers import DAY, DISBURSED, borrower, owes, pay
from minga.payments.tests.cast import person

pytestmark = pytest.mark.django_db
DUE = date(2025, 10, 15)
OTHER = "mora interest capital insurance collection"


def agree(since: date) -> None:
    """Another order from a day on."""
    Parameter.objects.create(
        key=ORDER_KEY, valid_from=since, value=OTHER, source="acta", confidence="P"
    )
    parameters.forget()


def first_peso_of(loan: Loan) -> LoanPayment:
    day = DUE + 10 * DAY
    assert owes(loan, day).due[0].due.insurance > ZERO
    return LoanPayment.objects.get(id=pay(loan, day, PayKind.INSTALMENT, Money.of(1)).id)


def test_an_order_that_is_agreed_later_is_not_for_loans_that_were_lent_before() -> None:
    loan = borrower(insurance_monthly=Decimal("0.001"))
    agree(DISBURSED + DAY)
    assert first_peso_of(loan).insurance == 1


def test_a_loan_that_is_lent_under_it_is_paid_by_it() -> None:
    agree(DISBURSED)
    paid = first_peso_of(borrower(insurance_monthly=Decimal("0.001")))
    assert not paid.insurance
    assert paid.mora == 1


def test_a_loan_older_than_any_order_has_the_one_of_the_day() -> None:
    old = Loan(disbursed_on=date(2009, 1, 1))
    assert order_of(old, DUE) == tuple(Part)


@pytest.mark.parametrize("other", [False, True])
def test_the_note_says_the_order_it_is_paid_by(*, other: bool) -> None:
    if other:
        agree(date(2026, 1, 1))
    who = person("Rosa")
    request_id = approved(who.id, pays_to=who.savings)
    terms = terms_to_sign(member_id=who.id, request_id=request_id, cooperative="El Samán", at=AT)
    assert terms is not None
    said = (
        "cubre primero los intereses de mora, después los intereses corrientes, el capital, el"
        " seguro y por último los costos de cobranza, desde la cuota más antigua."
        if other
        else "cubre primero el seguro, después los costos de cobranza, los intereses de mora, los"
        " intereses corrientes y por último el capital, desde la cuota más antigua."
    )
    assert said in terms.text
