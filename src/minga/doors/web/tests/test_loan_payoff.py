"""What it would cost to settle a credit on a day, as its page says it."""

import pytest
from django.urls import reverse

from minga.day_close.close_day import close_day
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_loan import DUE, LATE, SignIn, cop, sign_in, text
from minga.kit.money import Money
from minga.loans.models import CollectionCost, Modality
from minga.loans.plan_payment import PayKind
from minga.payments.tests.borrowers import DAY, at, borrower, owes, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
__all__ = ["sign_in"]


def test_quotes_the_payoff_of_a_day_and_refuses_days_that_are_gone(sign_in: SignIn) -> None:
    loan = borrower()
    client, address = sign_in(loan.member_id), reverse("web:loan_payoff", args=[loan.id])
    assert cop(owes(loan, LATE).payoff) in text(client.get(address))
    day = LATE + 5 * DAY
    page = text(client.get(address, {"fecha": day.isoformat()}))
    assert cop(owes(loan, day).payoff) in page
    for wrong in (LATE - DAY, LATE + 90 * DAY):
        assert client.get(address, {"fecha": wrong.isoformat()}).status_code == 422
    assert client.get(address, {"fecha": "nunca"}).status_code == 422


def test_a_payoff_of_another_day_has_the_costs_that_come_until_then(sign_in: SignIn) -> None:
    loan = borrower()
    with visitors.as_owner():
        for days, pesos in ((1, 7_500), (15, 20_000), (30, 40_000)):
            CollectionCost.objects.create(
                days=days, name="Llamada", amount=pesos, valid_from=DUE - 90 * DAY, source="acta"
            )
        close_day(day=LATE - DAY, at=at(LATE))
    client, address = sign_in(loan.member_id), reverse("web:loan_payoff", args=[loan.id])
    assert owes(loan, LATE).due[0].due.collection == Money.of(7_500)
    for day, more in ((DUE + 15 * DAY, 0), (DUE + 16 * DAY, 20_000), (DUE + 31 * DAY, 60_000)):
        page = text(client.get(address, {"fecha": day.isoformat()}))
        assert cop(owes(loan, day).payoff + Money.of(more)) in page
    with visitors.as_owner():
        close_day(day=DUE + 15 * DAY, at=at(DUE + 16 * DAY))
    assert cop(owes(loan, DUE + 16 * DAY).payoff) in text(
        client.get(address, {"fecha": (DUE + 16 * DAY).isoformat()})
    )
    pay(loan, LATE, PayKind.INSTALMENT, owes(loan, LATE).due_total)
    later = DUE + 35 * DAY  # four days late with the second: the stages begin anew
    page = text(client.get(address, {"fecha": later.isoformat()}))
    assert cop(owes(loan, later).payoff + Money.of(7_500)) in page


def test_a_payoff_says_that_mora_of_a_month_to_come_is_not_known(sign_in: SignIn) -> None:
    loan = borrower(modality=Modality.MICRO)
    client, address = sign_in(loan.member_id), reverse("web:loan_payoff", args=[loan.id])
    assert "no te cobramos mora" in text(client.get(address))
    page = text(client.get(address, {"fecha": (LATE + 20 * DAY).isoformat()}))
    assert "Ese día puede ser más" in page
