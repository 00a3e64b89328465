"""What the audit trail says about getting in: members by id, strangers by a keyed digest."""

from datetime import datetime
from uuid import UUID

from minga.access.rules import browser_label
from minga.access.visitor import Visitor
from minga.audit.models import AuditEvent
from minga.audit.record import record

WRONG_PIN = "wrong_pin"  # in `detail`: one wrong PIN was counted
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
