"""From what a room published to what a person receives."""

from datetime import timedelta

import pytest

from minga.doors.jobs.tests.posting import (
    CODE,
    EMAIL,
    MOBILE,
    drain,
    drain_until_given_up,
    publish_code,
    publish_notice,
)
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import outbox, outbox_letters
from minga.notices.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]


def delivery() -> Delivery:
    return Delivery.objects.get()


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        ("register", "Tu código para registrarte"),
        ("browser", "Tu código para verificar este equipo"),
    ],
)
def test_a_code_reaches_the_mailbox(mailbox: Mailbox, purpose: str, subject: str) -> None:
    publish_code(purpose=purpose)
    assert drain()
    (mail,) = mailbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert CODE in body.get_content()
    assert mail["Subject"] == subject
    assert mail["From"].addresses[0].display_name == "Cooperativa de Prueba"
    assert (delivery().recipient, delivery().outcome) == ("a···@correo.co", "sent")


def test_a_code_reaches_the_mobile_tied_to_its_page(gateway: GatewayLog) -> None:
    publish_code(channel="sms", to=MOBILE, host="oficina.ejemplo.co")
    drain()
    (body,) = gateway.bodies
    assert body["to"] == MOBILE
    assert body["text"].startswith("Cooperativa de Prueba: tu codigo para verificar")
    assert body["text"].endswith(f"\n\n@oficina.ejemplo.co #{CODE}")
    assert delivery().recipient == "···4567"


def test_a_code_for_nobody_goes_nowhere_and_leaves_no_trace(
    mailbox: Mailbox, gateway: GatewayLog
) -> None:
    row = publish_code(to="")
    assert drain()
    row.refresh_from_db()
    assert (row.payload, row.last_error) == ({}, "")
    assert (mailbox.mails, gateway.bodies, Delivery.objects.count()) == ([], [], 0)


def test_a_code_that_expired_is_dropped_instead_of_sent_late(mailbox: Mailbox) -> None:
    row = publish_code(minutes=5)
    assert drain(row.created_at + timedelta(minutes=5))
    row.refresh_from_db()
    assert mailbox.mails == []
    assert (row.payload, delivery().outcome) == ({}, "expired")
    assert "venció" in outbox_letters.last_dropped_reason()


def test_a_code_is_sent_until_the_moment_it_expires(mailbox: Mailbox) -> None:
    row = publish_code(minutes=5)
    drain(row.created_at + timedelta(minutes=5) - timedelta(seconds=1))
    assert len(mailbox.mails) == 1


def test_a_refused_message_is_tried_again_with_the_same_message_id(mailbox: Mailbox) -> None:
    row = publish_notice()
    mailbox.replies += ["451 4.3.0 luego", "552 5.2.2 lleno"]
    for outcome in ("retrying", "retrying", "sent"):
        row.refresh_from_db()
        assert drain(row.next_attempt_at)
        assert delivery().outcome == outcome
    assert delivery().attempts == 3
    assert mailbox.recipients == [EMAIL]
    drain_until_given_up(row)
    assert len(mailbox.mails) == 1


def test_a_message_known_to_have_arrived_is_not_sent_again(mailbox: Mailbox) -> None:
    """The worker died after the delivery was recorded and before the message was closed."""
    row = publish_notice()
    drain()
    type(row).objects.filter(pk=row.pk).update(done_at=None, payload=row.payload)
    assert drain(row.created_at + outbox.LEASE * 2)
    assert len(mailbox.mails) == 1


def test_two_messages_never_share_a_message_id(mailbox: Mailbox) -> None:
    for _ in range(2):
        publish_notice()
        drain()
    first, second = (mail["Message-ID"] for mail in mailbox.mails)
    assert first != second


@pytest.mark.parametrize(
    ("email", "mobile", "mails", "texts"),
    [(EMAIL, MOBILE, 1, 0), (EMAIL, "", 1, 0), ("", MOBILE, 0, 1), ("", "", 0, 0)],
)
def test_a_notice_goes_by_email_and_else_by_text_message(
    mailbox: Mailbox, gateway: GatewayLog, email: str, mobile: str, mails: int, texts: int
) -> None:
    publish_notice(email=email, mobile=mobile)
    assert drain()
    assert (len(mailbox.mails), len(gateway.bodies)) == (mails, texts)
    assert Delivery.objects.count() == mails + texts


def test_a_notice_tells_amounts_and_hours_as_people_write_them(mailbox: Mailbox) -> None:
    context = {"amount": "1284530.50", "reference": "7F3K2-0418M", "hour": "2026-11-22T15:42:00Z"}
    publish_notice(kind="transfer_done", context=context)
    drain()
    body = mailbox.mails[0].get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\r\n", "\n").replace("\u00a0", " ")
    assert "Valor: $ 1.284.530,50\nFecha: 22 nov 2026\nHora: 10:42 a. m.\n" in text


def test_a_notice_nobody_wrote_is_a_dead_letter_and_the_next_one_goes_out(
    mailbox: Mailbox,
) -> None:
    broken = publish_notice(kind="unheard_of")
    drain()
    publish_notice()
    drain()
    assert len(mailbox.mails) == 1
    assert drain_until_given_up(broken).failed_at is not None
    assert "UnknownKind" in broken.last_error


def test_a_gateway_that_never_accepts_leaves_a_dead_letter(gateway: GatewayLog) -> None:
    gateway.statuses += [500] * 20
    row = drain_until_given_up(publish_notice(email=""))
    assert len(gateway.bodies) == outbox.ATTEMPTS_MAX
    assert row.last_error == "La pasarela de SMS respondió 500."
    assert delivery().outcome == "failed"
    assert len({headers["Idempotency-Key"] for headers in gateway.headers}) == 1


def test_a_retried_dead_letter_arrives(gateway: GatewayLog) -> None:
    gateway.statuses += [500] * outbox.ATTEMPTS_MAX
    row = drain_until_given_up(publish_notice(email=""))
    outbox_letters.retry(row.pk, at=row.created_at)
    drain()
    assert delivery().outcome == "sent"
