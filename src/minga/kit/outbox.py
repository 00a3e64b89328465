"""The outbox: what must happen outside is written with the money and carried out after the commit.

A message is taken by one worker at a time, carried out at least once, tried again with growing
pauses when the outside refuses it, and set aside where people can see it (a dead letter) when the
tries are used up. Its payload is forgotten as soon as it has served.
"""

import json
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from minga.kit import sql
from minga.kit.models import OutboxMessage

ATTEMPTS_MAX = 10
# Longer than a handler takes with a slow outside; after it, the worker that has it counts as dead.
LEASE = timedelta(minutes=2)
# A payload with one of these fields holds a secret: it is forgotten even when it never arrived.
SECRET_FIELDS = frozenset({"code", "link", "token"})
_log = logging.getLogger(__name__)
_INSERT = "INSERT INTO kit_outboxmessage (topic, payload) VALUES (%s, %s::jsonb)"
_INSERT_MANY = """
    INSERT INTO kit_outboxmessage (topic, payload, next_attempt_at)
    SELECT %s, x.payload::jsonb, %s::timestamptz + (x.nth - 1) * %s::interval
      FROM unnest(%s::text[]) WITH ORDINALITY AS x (payload, nth)"""
# One statement, so that taking a message costs one round trip and needs no transaction around it.
_CLAIM = """
    UPDATE kit_outboxmessage SET attempts = attempts + 1, next_attempt_at = %(lease_end)s
    WHERE id = (
        SELECT id FROM kit_outboxmessage
        WHERE topic = ANY(%(topics)s) AND done_at IS NULL AND failed_at IS NULL
          AND next_attempt_at <= %(at)s
        ORDER BY next_attempt_at, id
        FOR UPDATE SKIP LOCKED LIMIT 1
    )
    RETURNING id, topic, payload::text, attempts, created_at"""


class DeliveryFailed(Exception):
    """The outside did not take it this time; it is tried again. The text is kept: no secrets."""


class NoLongerUseful(Exception):
    """Too late to carry out: the message is closed undelivered and forgotten. The text says why."""


class NotYet(Exception):
    """It may not go now: it waits until then, and no try is counted."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Message(dict[str, Any]):
    """A payload as its handler receives it, with the envelope it came in."""

    def __init__(
        self,
        payload: Mapping[str, Any],
        *,
        id: int,
        topic: str,
        attempts: int,
        published_at: datetime,
        at: datetime,
    ) -> None:
        super().__init__(payload)
        self.id = id
        self.topic = topic
        self.attempts = attempts  # this one included
        self.published_at = published_at
        self.at = at

    @property
    def is_last_attempt(self) -> bool:
        return self.attempts >= ATTEMPTS_MAX


Handler = Callable[[Message], None]


def publish(topic: str, payload: Mapping[str, Any]) -> None:
    """Writes one message in the caller's transaction. The payload is plain JSON."""
    sql.run(_INSERT, [topic, json.dumps(payload)])


def publish_many(
    topic: str, payloads: Sequence[Mapping[str, Any]], *, since: datetime, apart: timedelta
) -> None:
    """As `publish`, each due so long after the one before it: what is published meanwhile does not
    wait behind all of them."""
    sql.run(_INSERT_MANY, [topic, since, apart, [json.dumps(one) for one in payloads]])


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many failures: 5 s, 10 s, 20 s … one hour at most."""
    return timedelta(seconds=min(3600, 5 * 2 ** max(0, attempts - 1)))


def drain_one(handlers: Mapping[str, Handler], *, at: datetime) -> bool:
    """Carries out the oldest message that is due; False when none is.

    At least once, never lost: a handler that dies half-way is called again, and must bear it.
    Whatever a handler raises costs its own message a try and nothing else; only the database's own
    failures reach the caller.
    """
    message = _claim(list(handlers), at)
    if message is None:
        return False
    if message.attempts > ATTEMPTS_MAX:
        # Its workers died each time and nobody counted a failure: it would go round for ever.
        _give_up(message, "El proceso que debía entregarlo se cayó en cada intento.")
        return True
    try:
        handlers[message.topic](message)
    except DeliveryFailed as failure:
        _put_off(message, str(failure))
    except NotYet as wait:
        _still_ours(message).update(next_attempt_at=wait.until, attempts=message.attempts - 1)
    except NoLongerUseful as reason:
        _close(message, str(reason))
    except Exception as error:
        _log.error(
            "Outbox message %s (%s): %s\n%s", message.id, message.topic, type(error).__name__,
            "".join(traceback.format_tb(error.__traceback__)),
        )  # fmt: skip
        _put_off(message, _fault(error))
    else:
        _close(message, "")
    return True


def forgotten(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a dead letter keeps: everything, to be sent again, or nothing if it holds a secret."""
    return {} if SECRET_FIELDS & payload.keys() else dict(payload)


def _claim(topics: list[str], at: datetime) -> Message | None:
    """Takes a message for the length of the lease: if this process dies, it is due again."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"topics": topics, "at": at, "lease_end": at + LEASE})
        row = cursor.fetchone()
    if row is None:
        return None
    number, topic, payload, attempts, published_at = row
    return Message(
        json.loads(payload),
        id=number,
        topic=topic,
        attempts=attempts,
        published_at=published_at,
        at=at,
    )


def _close(message: Message, remark: str) -> None:
    OutboxMessage.objects.filter(pk=message.id, done_at=None).update(
        done_at=message.at, failed_at=None, last_error=_storable(remark), payload={}
    )


def _put_off(message: Message, why: str) -> None:
    if message.is_last_attempt:
        _give_up(message, why)
        return
    _log.warning("Outbox message %s (%s) put off: %s", message.id, message.topic, why)
    _still_ours(message).update(
        next_attempt_at=message.at + back_off(message.attempts), last_error=_storable(why)
    )


def _give_up(message: Message, why: str) -> None:
    _log.error("Outbox message %s (%s) given up: %s", message.id, message.topic, why)
    _still_ours(message).update(
        failed_at=message.at, last_error=_storable(why), payload=forgotten(message)
    )


def _still_ours(message: Message) -> Any:
    """The row, unless the lease ran out and another worker has taken it since."""
    return OutboxMessage.objects.filter(
        pk=message.id, attempts=message.attempts, done_at=None, failed_at=None
    )


def _fault(error: Exception) -> str:
    """Where the program failed. Not the error's own text: it may quote what it was working on."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"Falla del programa: {type(error).__name__} en {place}"


def _storable(text: str) -> str:
    return text.replace("\x00", "")[:2000]
