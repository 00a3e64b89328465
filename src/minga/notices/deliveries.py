"""The record of deliveries."""

from datetime import datetime

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
    values = {
        "kind": kind, "recipient": recipient[:80], "subject": subject,
        "at": at, "outcome": outcome, "attempts": attempts,
    }  # fmt: skip
    Delivery.objects.update_or_create(message=message, channel=channel, defaults=values)
