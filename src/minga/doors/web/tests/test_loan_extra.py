"""The instalment that an extra payment leaves, as its review shows it."""

import pytest

from minga.doors.web.tests.test_loan import SignIn, confirm, cop, review_of, sign_in, text
from minga.kit.money import Money
from minga.payments.tests.borrowers import borrower

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
__all__ = ["sign_in"]


def test_a_lower_instalment_is_shown_beside_the_one_it_replaces(sign_in: SignIn) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    page = text(client.get(review_of(client, loan, "to-instalment", "5.000.000")))
    row = loan.instalments.filter(is_current=True).order_by("n")[2]
    assert f"Sin este abono, {cop(Money(row.principal + row.interest))}" in page
    assert "Las mismas que hoy" in page


def test_in_grace_the_instalment_that_is_shown_is_the_one_that_will_pay_capital(
    sign_in: SignIn,
) -> None:
    loan = borrower(grace=4)
    client = sign_in(loan.member_id)
    review = review_of(client, loan, "to-instalment", "5.000.000")
    page = text(client.get(review))
    old = loan.instalments.get(n=5)
    confirm(client, review)
    new = loan.instalments.get(n=5, is_current=True)
    assert f"Tu cuota queda en {cop(Money(new.principal + new.interest))}" in page
    assert f"Sin este abono, {cop(Money(old.principal + old.interest))}" in page
