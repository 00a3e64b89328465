"""Publishing as the rooms do, and draining as the worker does."""

from datetime import datetime, timedelta
from typing import Any

from minga.doors.jobs.handlers import HANDLERS
from minga.kit import clock, outbox
from minga.kit.models import OutboxMessage

EMAIL, MOBILE, CODE = "ana@correo.co", "+573001234567", "739154"


def publish_code(**changes: Any) -> OutboxMessage:
    """A code for Ana's e-mail."""
    payload = {
        "channel": "email", "to": EMAIL, "code": CODE,
        "purpose": "browser", "minutes": 5, "name": "Ana",
    }  # fmt: skip
    outbox.publish("access.code", payload | changes)
    return OutboxMessage.objects.latest("pk")


def publish_notice(**changes: Any) -> OutboxMessage:
    """A notice to Ana that her access is ready."""
    payload = {
        "kind": "registered",
        "email": EMAIL,
        "mobile": MOBILE,
        "context": {"name": "Ana", "hour": "2026-11-22T10:42:00-05:00"},
    }
    outbox.publish("notice", payload | changes)
    return OutboxMessage.objects.latest("pk")


def drain(at: datetime | None = None) -> bool:
    """One message that is due at that moment (now, unless said)."""
    return outbox.drain_one(HANDLERS, at=at or clock.now() + timedelta(seconds=1))


def drain_until_given_up(row: OutboxMessage) -> OutboxMessage:
    """Every try of one message."""
    for _ in range(outbox.ATTEMPTS_MAX + 1):
        row.refresh_from_db()
        if row.done_at or row.failed_at:
            break
        drain(row.next_attempt_at)
    return row
