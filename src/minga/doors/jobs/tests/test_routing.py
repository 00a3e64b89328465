"""Where messages go: out for real, into the demo's mailbox, or nowhere yet."""

import pytest

from minga.doors.jobs.channels import open_channels
from minga.doors.jobs.tests.conftest import Channels
from minga.doors.jobs.tests.posting import (
    CODE,
    EMAIL,
    MOBILE,
    drain,
    drain_until_given_up,
    publish_code,
    publish_notice,
)
from minga.integrations.address import BadAddress
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import outbox
from minga.notices.demo_mailbox import demo_messages
from minga.notices.models import Delivery

pytestmark = pytest.mark.django_db


def test_the_demo_keeps_what_it_cannot_send(channels: Channels) -> None:
    channels(demo=True)
    publish_code()
    publish_code(channel="sms", to=MOBILE)
    drain()
    drain()
    sms, mail = demo_messages()
    assert (mail.channel, mail.to, CODE in mail.text) == ("email", EMAIL, True)
    assert mail.subject == "Tu código para verificar este equipo"
    assert (sms.channel, sms.to, sms.subject) == ("sms", MOBILE, "")
    assert {d.outcome for d in Delivery.objects.all()} == {"kept"}


def test_the_demo_sends_what_it_can_and_keeps_the_rest(
    channels: Channels, mailbox: Mailbox
) -> None:
    channels(demo=True, email_url=f"smtp://127.0.0.1:{mailbox.port}")
    publish_code()
    publish_code(channel="sms", to=MOBILE)
    drain()
    drain()
    assert len(mailbox.mails) == 1
    assert [message.channel for message in demo_messages()] == ["sms"]


def test_the_demo_sends_text_messages_when_it_has_a_gateway(
    channels: Channels, gateway: GatewayLog
) -> None:
    channels(demo=True, sms_url=f"http://127.0.0.1:{gateway.port}")
    publish_code(channel="sms", to=MOBILE)
    drain()
    assert len(gateway.bodies) == 1
    assert demo_messages() == []


@pytest.mark.parametrize(("email", "missing"), [(EMAIL, "EMAIL_URL"), ("", "SMS_URL")])
def test_outside_the_demo_a_missing_address_is_a_visible_dead_letter(
    channels: Channels, email: str, missing: str
) -> None:
    channels()
    row = drain_until_given_up(publish_notice(email=email))
    assert row.attempts == outbox.ATTEMPTS_MAX
    assert row.last_error == f"Falta {missing}: no hay por dónde enviar."
    assert row.payload != {}
    assert demo_messages() == []


def test_a_message_waits_for_the_address_to_be_given(channels: Channels, mailbox: Mailbox) -> None:
    channels()
    row = publish_notice()
    drain()
    channels(email_url=f"smtp://127.0.0.1:{mailbox.port}")
    row.refresh_from_db()
    drain(row.next_attempt_at)
    assert len(mailbox.mails) == 1


def test_a_bad_address_is_told_when_the_channels_are_opened(channels: Channels) -> None:
    channels(sms_url="ftp://sms.ejemplo.co")
    with pytest.raises(BadAddress, match="SMS_URL"):
        open_channels()
