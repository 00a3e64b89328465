"""The messages about a loan that was handed out and one that was paid."""

import pytest

from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit.money import Money
from minga.kit.visitor import Visitor
from minga.loans.forgive_collection_cost import forgive_collection_cost
from minga.loans.models import CollectionCharge, LoanPayment
from minga.loans.plan_payment import PayKind
from minga.members.models import Member
from minga.payments.tests.borrowers import DISBURSED, at, borrower, owes, pay
from minga.staff.models import Role
from minga.staff.tests.cast import hired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]


def paid(email: str, mobile: str) -> LoanPayment:
    loan = borrower("Ana María")
    Member.objects.filter(pk=loan.member_id).update(email=email, mobile=mobile)
    pay(loan, DISBURSED, PayKind.PAYOFF, owes(loan, DISBURSED).payoff)
    return LoanPayment.objects.get(loan=loan)


def drain_all() -> None:
    while drain():
        pass


def test_tells_of_the_money_and_of_the_payment_and_of_no_balance(mailbox: Mailbox) -> None:
    made = paid(EMAIL, MOBILE)
    drain_all()
    texts = [mail.get_body(("plain",)).get_content() for mail in mailbox.mails]  # type: ignore[union-attr]
    handed, payment = sorted(texts, key=lambda text: made.reference in text)
    assert f"Crédito: {made.loan.number}" in handed
    assert f"Referencia: {made.reference}" in payment
    assert all("Valor: $\u00a012.000.000" in text for text in texts)
    assert not any("20.000.000" in text for text in texts)


def test_tells_it_to_the_mobile_where_there_is_no_email(gateway: GatewayLog) -> None:
    made = paid("", MOBILE)
    drain_all()
    assert any(made.reference in body["text"] for body in gateway.bodies)


def test_tells_nobody_where_there_is_neither(mailbox: Mailbox, gateway: GatewayLog) -> None:
    paid("", "")
    drain_all()
    assert (mailbox.mails, gateway.bodies) == ([], [])


def test_tells_the_debtor_what_was_forgiven_and_not_why(mailbox: Mailbox) -> None:
    loan = borrower("Ana María")
    Member.objects.filter(pk=loan.member_id).update(email=EMAIL, mobile=MOBILE)
    drain_all()
    before = len(mailbox.mails)
    charge = CollectionCharge.objects.create(
        loan=loan, instalment=loan.instalments.get(n=1), days=30, name="Carta de cobro",
        amount=12_000, paid=5_000, on=DISBURSED,
    )  # fmt: skip
    forgive_collection_cost(
        charge_id=charge.id, employee_id=hired(Role.APPROVER).id, seen=Money.of(7_000),
        reason="Acuerdo de pago de noviembre", by=Visitor("10.0.0.9"), at=at(DISBURSED),
    )  # fmt: skip
    drain_all()
    (mail,) = mailbox.mails[before:]
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["subject"] == "Ya no debes un gasto de cobranza"
    assert "Gasto: Carta de cobro" in body
    assert "Valor condonado: $\u00a07.000" in body
    assert f"Crédito: {loan.number}" in body
    assert "Acuerdo de pago" not in body
