"""What a debtor is told of a payment: by whom it was made, and whether their savings paid it."""

from datetime import date
from pathlib import Path

import pytest

from minga.day_close.tests.test_loan_losses import MAY, bad
from minga.doors.jobs.tests.posting import EMAIL, drain
from minga.integrations.tests.servers import Mailbox
from minga.kit import ids
from minga.kit.models import OutboxMessage
from minga.kit.money import Money
from minga.loans.employers import employer_with
from minga.loans.models import Loan
from minga.loans.plan_payment import PayKind
from minga.loans.tests.lent import line
from minga.loans.write_off import write_off
from minga.members.models import Member
from minga.notices.models import Delivery
from minga.payments.recover_loan import recover_loan
from minga.payments.tests.borrowers import DAY, at, borrower, owes, pay, savings_of
from minga.payments.tests.test_payroll import collect, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
DUE = date(2025, 10, 15)


def told(loan: Loan, mailbox: Mailbox) -> str:
    """The only mail's text."""
    Member.objects.filter(pk=loan.member_id).update(email=EMAIL)
    OutboxMessage.objects.exclude(topic="loan_paid").delete()
    assert drain(OutboxMessage.objects.get().next_attempt_at)
    (mail,) = mailbox.mails
    return str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def test_who_paid_from_savings_is_told_so(mailbox: Mailbox) -> None:
    loan = borrower()
    pay(loan, DUE, PayKind.INSTALMENT, owes(loan, DUE).due_total)
    assert "con el dinero de tus ahorros" in told(loan, mailbox)
    assert Delivery.objects.get().kind == "loan_paid"


def test_whose_wages_paid_is_not_told_that_savings_did(mailbox: Mailbox, tmp_path: Path) -> None:
    of_wages = line(by_payroll=True)
    of_wages.employer = employer_with("9000684381", "Trilladora El Roble")
    of_wages.save()
    loan = borrower(line_id=of_wages.id, by_payroll=True)
    assert collect(tmp_path, taken(loan, 300_000, "2025-10"), on=DUE).result.created == 1
    text = told(loan, mailbox)
    assert "Pagaduría: Trilladora El Roble" in text
    assert "Valor: $\u00a0300.000" in text
    assert "No salió dinero de tus ahorros" in text
    assert "Si no fuiste tú" not in text
    assert Delivery.objects.get().kind == "loan_paid_payroll"


def test_whose_savings_the_cooperative_took_is_told_who_did(mailbox: Mailbox) -> None:
    loan = bad()
    write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    recover_loan(
        member_id=loan.member_id, loan_id=loan.id, source_id=savings_of(loan),
        amount=Money.of(500_000), key=ids.uuid7(), at=at(MAY + 2 * DAY),
    )  # fmt: skip
    text = told(loan, mailbox)
    assert "Tu cooperativa tomó dinero de tus ahorros" in text
    assert "Si no lo autorizaste" in text
    assert Delivery.objects.get().kind == "loan_recovered"
