"""The outbox: what must happen outside is written with the money and carried out after the commit."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from minga.kit.models import OutboxMessage

Handler = Callable[[dict[str, Any]], None]
ATTEMPTS_MAX = 10
_INSERT = "INSERT INTO kit_outboxmessage (topic, payload) VALUES (%s, %s)"


class DeliveryFailed(Exception):
    """The outside did not take it this time; it is tried again later."""


def publish(topic: str, payload: Mapping[str, Any]) -> None:
    """Writes one message in the caller's transaction. The payload is plain JSON; it is forgotten once delivered."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [topic, json.dumps(payload)])


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many failures: 5 s, 10 s, 20 s … one hour at most."""
    return timedelta(seconds=min(3600, 5 * 2 ** max(0, attempts - 1)))


def drain_one(handlers: Mapping[str, Handler], *, at: datetime) -> bool:
    """Carries out the oldest message that is due; False when none is.

    At least once, never lost: a handler that dies half-way is called again, and must bear it.
    """
    message = _claim(list(handlers), at)
    if message is None:
        return False
    try:
        handlers[message.topic](message.payload)
    except DeliveryFailed as failure:
        _put_off(message, at, str(failure))
    else:
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=at, last_error="", payload={})
    return True


def _claim(topics: list[str], at: datetime) -> OutboxMessage | None:
    """Takes the message for five minutes: if this process dies, another one finds it due again."""
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(topic__in=topics, done_at=None, failed_at=None, next_attempt_at__lte=at)
            .order_by("next_attempt_at")
            .first()
        )
        if message is not None:
            OutboxMessage.objects.filter(pk=message.pk).update(
                attempts=F("attempts") + 1, next_attempt_at=at + timedelta(minutes=5)
            )
            message.attempts += 1
    return message


def _put_off(message: OutboxMessage, at: datetime, why: str) -> None:
    waiting = OutboxMessage.objects.filter(pk=message.pk)
    if message.attempts >= ATTEMPTS_MAX:
        waiting.update(failed_at=at, last_error=why[:2000])
    else:
        waiting.update(next_attempt_at=at + back_off(message.attempts), last_error=why[:2000])
