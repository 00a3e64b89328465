"""The link to a new PIN: where it leads, whom it reaches, and that it is forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from minga.doors.jobs.tests.posting import EMAIL, drain, drain_until_given_up, publish_code
from minga.doors.jobs.tests.test_secrets_are_forgotten import tables_that_hold
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import outbox
from minga.kit.models import OutboxMessage
from minga.notices.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
ORIGIN = "https://oficina.ejemplo.coop"
TOKEN = "Qz_739154-" + "a" * 33


@pytest.fixture(autouse=True)
def origin(settings: Any) -> None:
    settings.ORIGIN = ORIGIN


def publish_link(**changes: Any) -> OutboxMessage:
    payload = {
        "to": EMAIL, "token": TOKEN, "minutes": 15, "name": "Ana",
        "hour": "2026-11-22T10:42:00-05:00", "device": "Chrome en Android",
    }  # fmt: skip
    outbox.publish("access.link", payload | changes)
    return OutboxMessage.objects.latest("pk")


def text_of(mailbox: Mailbox) -> str:
    (mail,) = mailbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").replace("\u00a0", " ")


def test_leads_to_the_origin_the_environment_names(mailbox: Mailbox) -> None:
    publish_link()
    assert drain()
    text = text_of(mailbox)
    assert f"\n\n{ORIGIN}/clave/enlace/{TOKEN}/\n\n" in text
    assert "Equipo: Chrome en Android\nFecha: 22 nov 2026\nHora: 10:42 a. m.\n" in text
    assert Delivery.objects.get().recipient == "a···@correo.co"


def test_waits_while_nobody_said_where_members_find_the_office(
    mailbox: Mailbox, settings: Any
) -> None:
    settings.ORIGIN = ""
    row = drain_until_given_up(publish_link(minutes=10_000))
    assert mailbox.mails == []
    assert "MINGA_ORIGIN" in row.last_error
    assert tables_that_hold(TOKEN) == set()


def test_for_nobody_goes_nowhere_and_leaves_no_trace(mailbox: Mailbox, gateway: GatewayLog) -> None:
    row = publish_link(to="")
    assert drain()
    row.refresh_from_db()
    assert (row.payload, row.last_error, Delivery.objects.count()) == ({}, "", 0)
    assert (mailbox.mails, gateway.bodies) == ([], [])


def test_is_not_sent_late(mailbox: Mailbox) -> None:
    row = publish_link()
    assert drain(row.created_at + timedelta(minutes=15))
    assert mailbox.mails == []
    assert Delivery.objects.get().outcome == "expired"


def test_is_in_no_table_once_it_was_sent_or_was_too_late_or_failed(mailbox: Mailbox) -> None:
    row = publish_link()
    assert tables_that_hold(TOKEN) == {"public.kit_outboxmessage"}
    drain()
    assert tables_that_hold(TOKEN) == set()
    row = publish_link()
    drain(row.created_at + timedelta(hours=1))
    assert tables_that_hold(TOKEN) == set()
    mailbox.replies += ["554 no"] * 20
    assert drain_until_given_up(publish_link(minutes=10_000)).failed_at is not None
    assert tables_that_hold(TOKEN) == set()


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        ("recover_pin", "Tu código para cambiar la clave"),
        ("recover_questions", "Tu código para cambiar tus preguntas"),
    ],
)
def test_codes_of_a_recovery_say_what_they_are_for(
    mailbox: Mailbox, purpose: str, subject: str
) -> None:
    publish_code(purpose=purpose)
    drain()
    assert mailbox.mails[0]["Subject"] == subject


def test_a_notice_says_until_when_money_is_held(mailbox: Mailbox) -> None:
    context = {
        "name": "Ana", "hour": "2026-11-22T10:42:00-05:00", "device": "",
        "until": "2026-11-23T15:42:00+00:00",
    }  # fmt: skip
    notice = {"kind": "pin_recovered", "email": EMAIL, "mobile": ""}
    outbox.publish("notice", {**notice, "context": context})
    drain()
    assert "No sale dinero hasta: 23 nov 2026, 10:42 a. m.\n" in text_of(mailbox)
    mailbox.mails.clear()
    outbox.publish("notice", {**notice, "context": context | {"until": ""}})
    drain()
    assert "No sale dinero" not in text_of(mailbox)
