"""The outbox seen by whoever runs the office: what waits, what was given up and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from minga.kit.models import OutboxMessage
from minga.kit.refusal import Refusal

DELIVERED_KEPT = timedelta(days=90)


class NothingToRetry(Refusal):
    """There is no such dead letter, or nothing was kept of it because it held a secret."""

    code = "nothing_to_retry"


@dataclass(frozen=True)
class OutboxState:
    """How many messages are in each state, and since when the oldest one waits."""

    waiting: int
    delivered: int
    dropped: int
    dead: int
    oldest_waiting: datetime | None


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up."""

    id: int
    topic: str
    failed_at: datetime
    attempts: int
    reason: str
    can_be_retried: bool


def state() -> OutboxState:
    """Counts of now."""
    open_ = Q(done_at=None, failed_at=None)
    counts = OutboxMessage.objects.aggregate(
        waiting=Count("pk", filter=open_),
        delivered=Count("pk", filter=Q(done_at__isnull=False, last_error="")),
        dropped=Count("pk", filter=Q(done_at__isnull=False) & ~Q(last_error="")),
        dead=Count("pk", filter=Q(failed_at__isnull=False)),
        oldest_waiting=Min("created_at", filter=open_),
    )
    return OutboxState(**counts)


def dead_letters(limit: int = 50) -> list[DeadLetter]:
    """The newest ones that were given up."""
    found = OutboxMessage.objects.exclude(failed_at=None).order_by("-failed_at", "-pk")[:limit]
    return [
        DeadLetter(m.pk, m.topic, m.failed_at, m.attempts, m.last_error, bool(m.payload))
        for m in found
        if m.failed_at is not None
    ]


def last_dropped_reason() -> str:
    """Why the newest dropped message was dropped; empty when none was."""
    dropped = OutboxMessage.objects.exclude(done_at=None).exclude(last_error="")
    return dropped.order_by("-done_at").values_list("last_error", flat=True).first() or ""


def retry(message_id: int, *, at: datetime) -> None:
    """Puts a dead letter back in line with all its tries; raises NothingToRetry."""
    dead = OutboxMessage.objects.filter(pk=message_id, failed_at__isnull=False).exclude(payload={})
    if not dead.update(failed_at=None, attempts=0, next_attempt_at=at, last_error=""):
        raise NothingToRetry(message=message_id)


def forget_delivered(*, at: datetime) -> int:
    """Deletes messages that were done with long ago (their words went at delivery); how many.

    Dead letters stay until somebody decides about them.
    """
    count, _ = OutboxMessage.objects.filter(done_at__lt=at - DELIVERED_KEPT).delete()
    return count
