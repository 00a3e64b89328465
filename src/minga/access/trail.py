"""What the audit trail says about getting in: members by id, strangers by a keyed digest."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from minga.access.rules import browser_label
from minga.access.visitor import Visitor
from minga.audit.models import AuditEvent
from minga.audit.record import record

WRONG_PIN = "wrong_pin"  # in `detail`: one wrong PIN was counted
LAST_EVENTS = 50_000  # as far back as a look at everybody's last hour goes
_PIN_TRIED = ("access.enter_pin", "access.pin_again")
DEVICE = "device"  # in `detail`, of a member: the browser in our own words


def note(
    *,
    at: datetime,
    who: UUID | bytes,
    action: str,
    result: str,
    by: Visitor,
    detail: dict[str, str | int] | None = None,
) -> None:
    """One attempt, whatever came of it. `who` is a member's id or the digest of what was typed."""
    if isinstance(who, UUID):
        name, told = subject_of(who), _seen(by)
    else:
        name, told = f"typed:{who.hex()[:32]}", {}
    record(
        at=at,
        actor=name,
        action=f"access.{action}",
        subject=name,
        result=result,
        ip=by.ip[:45],
        detail=told | (detail or {}),
    )


def subject_of(member_id: UUID) -> str:
    """How the trail names a member."""
    return f"member:{member_id}"


def _seen(by: Visitor) -> dict[str, str]:
    device = browser_label(by.user_agent)
    return {DEVICE: device} if device else {}


def wrong_pins(member_id: UUID, since: datetime) -> int:
    """How many wrong PINs of a member were counted after a moment, wherever they were tried."""
    return AuditEvent.objects.filter(
        subject=subject_of(member_id), at__gt=since, detail__has_key=WRONG_PIN
    ).count()


def pin_tries(since: datetime) -> tuple[int, int]:
    """How many PINs of anybody were checked after a moment, and how many of them were wrong.

    Of a very busy hour only the end is read: the share is of the last tries then.
    """
    last = AuditEvent.objects.order_by("-id").values("id")[:LAST_EVENTS]
    wrong = Q(detail__has_key=WRONG_PIN)
    right = Q(result="done") | Q(result__startswith="to_")
    tried = AuditEvent.objects.filter(wrong | right, id__in=last, at__gt=since)
    counted = tried.filter(action__in=_PIN_TRIED).aggregate(
        tries=Count("id"), wrong=Count("id", filter=wrong)
    )
    return counted["tries"], counted["wrong"]
