"""The messages about what falls due and what is late on a credit."""

from datetime import date, datetime, time
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from minga.day_close.close_day import close_day
from minga.day_close.tests.test_loan_reminders import DUE, LATE_CLOSE, SOON_CLOSE, backed
from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit.clock import BOGOTA
from minga.kit.models import OutboxMessage
from minga.kit.money import Money
from minga.kit.spanish import cop
from minga.loans.models import CollectionCost, InstalmentNotice, Loan, LoanInstalment
from minga.loans.owed import left_of
from minga.loans.plan_payment import PayKind
from minga.loans.queries import owed_on
from minga.loans.reminder import reminder_of
from minga.loans.reminder_close import TOPIC
from minga.members.models import Member
from minga.notices.models import Delivery
from minga.payments.tests.borrowers import DAY, at, borrower, owes, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]


def debtor(email: str = EMAIL, mobile: str = MOBILE) -> Loan:
    loan = borrower("Ana María")
    Member.objects.filter(pk=loan.member_id).update(email=email, mobile=mobile)
    OutboxMessage.objects.all().delete()  # that the money was handed out is told elsewhere
    return loan


def closed(day: date) -> OutboxMessage:
    """That day on the morning after it; answers the message it left."""
    close_day(day=day, at=at(day + DAY))
    return OutboxMessage.objects.get(topic=TOPIC)


def sent(mailbox: Mailbox) -> str:
    """The only mail's text; its HTML says the same figures."""
    (mail,) = mailbox.mails
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert all(line.partition(": ")[2] in html for line in text.splitlines() if "$" in line)
    return str(text)


def due_now(loan: Loan, day: date) -> Money:
    found = owed_on(loan.member_id, loan.id, day)
    assert found is not None
    return found.due


def test_reminds_of_the_instalment_that_is_coming(mailbox: Mailbox) -> None:
    loan = debtor()
    message = closed(SOON_CLOSE)
    assert drain(message.next_attempt_at)
    text = sent(mailbox)
    first = LoanInstalment.objects.get(loan=loan, n=1)
    assert f"Valor: {cop(left_of(first).total)}" in text
    assert "Vence: 15 oct 2025" in text
    assert f"Crédito: ··{loan.number[-4:]}" in text
    assert loan.number not in text
    assert "Pagar" in text
    assert Delivery.objects.get().kind == "loan_due_soon"


def test_tells_what_is_late_as_the_credits_page_does(mailbox: Mailbox) -> None:
    loan = debtor()
    CollectionCost.objects.create(
        days=1, amount=12_000, valid_from=date(2020, 1, 1), name="Llamada", source="a test's own"
    )
    closed(LATE_CLOSE)
    day = LATE_CLOSE + DAY
    assert drain(at(day))
    text, now = sent(mailbox), owes(loan, day)
    assert f"Para ponerte al día hoy: {cop(due_now(loan, day))}" in text
    assert "Días de atraso: 2" in text
    assert f"De eso, mora: {cop(now.due[0].due.mora)}, y crece cada día" in text
    assert "De eso, gastos de cobranza: $\u00a012.000" in text
    assert Delivery.objects.get().kind == "loan_overdue"


def test_says_nothing_of_costs_and_mora_that_do_not_run(mailbox: Mailbox) -> None:
    debtor()
    closed(DUE + 15 * DAY)
    (row,) = LoanInstalment.objects.filter(n=1)
    # All its capital was paid: nothing is left that bears mora.
    LoanInstalment.objects.filter(id=row.id).update(paid_principal=row.principal)
    assert drain(at(DUE + 16 * DAY))
    assert "mora" not in sent(mailbox)
    assert "cobranza" not in sent(mailbox)


def test_a_codebtor_reads_the_same_figures(mailbox: Mailbox) -> None:
    loan = debtor(email="", mobile="")
    backed(loan)
    closed(LATE_CLOSE)
    assert drain(at(LATE_CLOSE + DAY))
    text = sent(mailbox)
    assert f"Para ponerlo al día hoy: {cop(due_now(loan, LATE_CLOSE + DAY))}" in text
    assert "Hola, Rosa:" in text
    assert "De: Ana" in text
    assert Delivery.objects.get().kind == "loan_overdue_codebtor"


def test_tells_it_by_one_channel_the_mobile_where_there_is_no_email(
    mailbox: Mailbox, gateway: GatewayLog
) -> None:
    loan = debtor(email="")
    closed(LATE_CLOSE)
    assert drain(at(LATE_CLOSE + DAY))
    (body,) = gateway.bodies
    assert cop(due_now(loan, LATE_CLOSE + DAY)).replace("\u00a0", " ") in body["text"]
    assert f"..{loan.number[-4:]}" in body["text"]
    assert Member.objects.get(id=loan.member_id).document_number not in body["text"]
    assert mailbox.mails == []


def test_nothing_goes_when_it_was_paid_meanwhile(mailbox: Mailbox) -> None:
    loan = debtor()
    message, day = closed(LATE_CLOSE), LATE_CLOSE + DAY
    pay(loan, day, PayKind.INSTALMENT, owes(loan, day).due_total)
    OutboxMessage.objects.exclude(id=message.id).delete()
    assert drain(at(day))
    assert mailbox.mails == []
    message.refresh_from_db()
    assert message.last_error.startswith("La cuota ya no está")
    assert message.done_at is not None


def test_a_message_out_of_hours_waits_for_the_next_ones(mailbox: Mailbox) -> None:
    debtor()
    message = closed(LATE_CLOSE)  # a Thursday
    saturday = datetime(2025, 10, 18, 15, tzinfo=BOGOTA)
    assert drain(saturday)
    message.refresh_from_db()
    assert (mailbox.mails, message.attempts) == ([], 0)
    monday = datetime.combine(date(2025, 10, 20), time(7), tzinfo=BOGOTA)
    assert message.next_attempt_at == monday
    assert drain(monday)
    assert "Días de atraso: 5" in sent(mailbox)


def test_an_older_stage_that_did_not_go_out_gives_way_to_the_newer_one(mailbox: Mailbox) -> None:
    debtor()
    closed(LATE_CLOSE)
    close_day(day=DUE + 15 * DAY, at=at(DUE + 16 * DAY))
    while drain(at(DUE + 16 * DAY)):
        pass
    assert "Días de atraso: 16" in sent(mailbox)


def test_a_stranger_is_told_nothing() -> None:
    loan, stranger = debtor(), borrower("Otra")
    asked = {"loan_id": loan.id, "due_on": DUE, "stage": 1, "on": LATE_CLOSE}
    assert reminder_of(member_id=UUID(int=1), **asked) is None  # type: ignore[arg-type]
    assert reminder_of(member_id=stranger.member_id, **asked) is None  # type: ignore[arg-type]
    assert reminder_of(member_id=loan.member_id, **asked) is not None  # type: ignore[arg-type]


def test_the_webs_role_sends_them_and_writes_none(
    mailbox: Mailbox, request: pytest.FixtureRequest
) -> None:
    debtor()
    closed(LATE_CLOSE)
    request.getfixturevalue("as_web")
    assert drain(at(LATE_CLOSE + DAY))
    assert len(mailbox.mails) == 1
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        InstalmentNotice.objects.all().delete()
