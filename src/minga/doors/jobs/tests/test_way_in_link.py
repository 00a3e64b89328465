"""The link that goes out instead of a code: where it leads, and that it is forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.doors.jobs.tests.test_secrets_are_forgotten import tables_that_hold
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import outbox
from minga.kit.models import OutboxMessage
from minga.notices.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
ORIGIN, TOKEN = "https://oficina.ejemplo.coop", "Qz_739154-aaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def origin(settings: Any) -> None:
    settings.ORIGIN = ORIGIN


def publish(**changes: Any) -> OutboxMessage:
    payload = {
        "channel": "email", "to": EMAIL, "token": TOKEN, "purpose": "browser", "minutes": 90,
        "name": "Ana", "hour": "2026-11-22T10:42:00-05:00", "device": "Chrome en Android",
    }  # fmt: skip
    outbox.publish("access.way_in", payload | changes)
    return OutboxMessage.objects.latest("pk")


@pytest.mark.parametrize("purpose", ["browser", "register", "recover_questions"])
def test_leads_to_the_page_that_goes_on(
    purpose: str, mailbox: Mailbox, gateway: GatewayLog
) -> None:
    publish(purpose=purpose)
    publish(purpose=purpose, channel="sms", to=MOBILE)
    assert drain()
    assert drain()
    (mail,), (short,) = mailbox.mails, gateway.bodies
    body = mail.get_body(("plain",))
    assert body is not None
    link = f"{ORIGIN}/entrar/{TOKEN}/"
    assert link in str(body.get_content())
    assert link in str(short)
    assert tables_that_hold(TOKEN) == set()


def test_for_nobody_goes_nowhere(mailbox: Mailbox, gateway: GatewayLog) -> None:
    publish(to="")
    assert drain()
    assert (mailbox.mails, gateway.bodies, Delivery.objects.count()) == ([], [], 0)
    assert tables_that_hold(TOKEN) == set()


def test_is_not_sent_late(mailbox: Mailbox) -> None:
    row = publish()
    assert drain(row.created_at + timedelta(minutes=90))
    assert mailbox.mails == []
    assert Delivery.objects.get().outcome == "expired"
    assert tables_that_hold(TOKEN) == set()
