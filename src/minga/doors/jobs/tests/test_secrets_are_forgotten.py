"""After a code has gone out, expired or failed, no table holds it."""

import logging
from datetime import timedelta

import pytest
from django.db import connection

from minga.doors.jobs.tests.posting import (
    EMAIL,
    MOBILE,
    drain,
    drain_until_given_up,
    publish_code,
    publish_notice,
)
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import outbox
from minga.kit.models import OutboxMessage

CODE = "QZ739154"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]


def tables_that_hold(secret: str) -> set[str]:
    """Every table of every schema of ours with the secret somewhere in a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables "
            "WHERE table_type = 'BASE TABLE' "
            "AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 10
        found = set()
        for table in tables:
            cursor.execute(
                f"SELECT 1 FROM {table} t WHERE t::text LIKE %s LIMIT 1", [f"%{secret}%"]
            )
            if cursor.fetchone():
                found.add(table)
    return found


def test_the_search_finds_a_code_that_is_still_waiting() -> None:
    """The planted fault: where there is a secret, the search says so."""
    publish_code(code=CODE)
    assert tables_that_hold(CODE) == {"public.kit_outboxmessage"}


@pytest.mark.parametrize(("channel", "to"), [("email", EMAIL), ("sms", MOBILE)])
def test_no_table_holds_a_delivered_code(
    channel: str, to: str, mailbox: Mailbox, gateway: GatewayLog
) -> None:
    publish_code(code=CODE, channel=channel, to=to)
    drain()
    assert len(mailbox.mails) + len(gateway.bodies) == 1
    assert tables_that_hold(CODE) == set()


def test_no_table_holds_an_expired_code() -> None:
    row = publish_code(code=CODE)
    drain(row.created_at + timedelta(hours=1))
    assert tables_that_hold(CODE) == set()


def test_no_table_and_no_log_holds_a_code_that_failed(
    mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.replies += [f"554 5.6.0 no quiero <{EMAIL}> ni 73915466"] * 20
    with caplog.at_level(logging.DEBUG, logger="minga"):
        row = drain_until_given_up(publish_code(code=CODE, minutes=10_000))
    assert row.failed_at is not None
    assert tables_that_hold(CODE) == set()
    assert tables_that_hold(EMAIL) == set()
    assert "given up" in caplog.text
    assert not any(secret in caplog.text for secret in (CODE, EMAIL, "73915466"))


def test_a_dead_letter_with_its_payload_would_be_found(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: an outbox that no longer knows which fields are secret."""
    monkeypatch.setattr(outbox, "SECRET_FIELDS", frozenset())
    mailbox.replies += ["554 no"] * 20
    drain_until_given_up(publish_code(code=CODE, minutes=10_000))
    assert tables_that_hold(CODE) == {"public.kit_outboxmessage"}


def test_a_handler_that_crashes_on_a_code_tells_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        row = drain_until_given_up(publish_code(code=CODE, purpose=CODE, minutes=10_000))
    assert row.failed_at is not None
    assert CODE not in caplog.text
    assert tables_that_hold(CODE) == set()


def test_a_delivery_keeps_neither_the_words_nor_the_address() -> None:
    publish_notice(context={"name": "Nombreúnico"})
    drain()
    assert tables_that_hold("Nombreúnico") == set()
    assert tables_that_hold(EMAIL) == set()
    assert OutboxMessage.objects.latest("pk").payload == {}
