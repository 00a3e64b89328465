"""The way to close an access: in the e-mail of a security notice, and nowhere else."""

import pytest
from django.conf import settings

from minga.doors.jobs.tests.posting import MOBILE, drain, drain_until_given_up, publish_notice
from minga.doors.jobs.tests.test_secrets_are_forgotten import tables_that_hold
from minga.integrations.tests.servers import GatewayLog, Mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
TOKEN = "Zk3-_9x" * 6 + "a"
LINE = f"¿No fuiste tú? Bloquea tu acceso: https://oficina.ejemplo.co/bloquear/{TOKEN}/"


@pytest.fixture(autouse=True)
def origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ORIGIN", "https://oficina.ejemplo.co")


def letter(mailbox: Mailbox, kind: str = "plain") -> str:
    (mail,) = mailbox.mails
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_is_whole_in_the_letter_and_can_be_followed(mailbox: Mailbox) -> None:
    publish_notice(link=TOKEN)
    drain()
    assert LINE in letter(mailbox)
    address = LINE.rpartition(" ")[2]
    assert f'<a href="{address}">{address}</a>' in letter(mailbox, "html")


def test_is_left_out_where_the_notice_has_none(mailbox: Mailbox) -> None:
    publish_notice()
    drain()
    assert "Bloquea tu acceso" not in letter(mailbox)


def test_is_left_out_while_nobody_said_where_the_office_is(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ORIGIN", "")
    publish_notice(link=TOKEN)
    drain()
    assert "Bloquea tu acceso" not in letter(mailbox)


def test_is_in_no_text_message(gateway: GatewayLog) -> None:
    publish_notice(email="", mobile=MOBILE, link=TOKEN)
    drain()
    (body,) = gateway.bodies
    assert TOKEN not in body["text"]


def test_is_in_no_table_once_it_was_sent(mailbox: Mailbox) -> None:
    publish_notice(link=TOKEN)
    assert tables_that_hold(TOKEN) == {"public.kit_outboxmessage"}
    drain()
    assert len(mailbox.mails) == 1
    assert tables_that_hold(TOKEN) == set()


def test_is_in_no_table_when_it_never_arrived(mailbox: Mailbox) -> None:
    mailbox.replies += ["554 no"] * 20
    assert drain_until_given_up(publish_notice(link=TOKEN)).failed_at is not None
    assert tables_that_hold(TOKEN) == set()
