"""What the audit trail says about getting in: members by id, strangers by a keyed digest."""

from datetime import datetime
from uuid import UUID

from minga.access.visitor import Visitor
from minga.audit.models import AuditEvent
from minga.audit.record import record

WRONG_PIN = "wrong_pin"  # in `detail`: one wrong PIN was counted


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
    name = f"member:{who}" if isinstance(who, UUID) else f"typed:{who.hex()[:32]}"
    record(
        at=at,
        actor=name,
        action=f"access.{action}",
        subject=name,
        result=result,
        ip=by.ip[:45],
        detail=detail,
    )


def wrong_pins(member_id: UUID, since: datetime) -> int:
    """How many wrong PINs of a member were counted after a moment, wherever they were tried."""
    return AuditEvent.objects.filter(
        subject=f"member:{member_id}", at__gt=since, detail__has_key=WRONG_PIN
    ).count()
