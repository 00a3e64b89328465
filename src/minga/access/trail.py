"""What the audit trail says about getting in: members by id, strangers by a keyed digest."""

from datetime import datetime
from uuid import UUID

from minga.access.visitor import Visitor
from minga.audit.record import record


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
