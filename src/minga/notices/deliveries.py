"""The record of deliveries."""

from datetime import datetime
from typing import Any

from minga.notices.models import Delivery, Outcome

_ARRIVED = (Outcome.SENT, Outcome.KEPT)


def has_arrived(message: int, channel: str) -> bool:
    """Whether this outbox message was handed over already: it is not sent a second time."""
    return Delivery.objects.filter(message=message, channel=channel, outcome__in=_ARRIVED).exists()


def record_delivery(
    *,
    message: int,
    kind: str,
    channel: str,
    recipient: str,
    subject: str,
    at: datetime,
    outcome: str,
    attempts: int,
) -> None:
    """How an attempt ended; a message has one row per channel. `recipient` comes masked."""
    values: dict[str, Any] = {
        "kind": kind, "recipient": recipient[:80], "subject": subject,
        "at": at, "outcome": outcome, "attempts": attempts,
    }  # fmt: skip
    Delivery.objects.bulk_create(
        [Delivery(message=message, channel=channel, **values)],
        update_conflicts=True,
        unique_fields=["message", "channel"],
        update_fields=list(values),
    )
