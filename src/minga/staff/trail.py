"""What the audit trail says about the staff's door: employees by id, strangers by a digest."""

from datetime import datetime
from typing import Any

from minga.audit.record import record
from minga.kit.refusal import Refusal
from minga.kit.visitor import Visitor, browser_label


def note(
    *,
    at: datetime,
    who: str,
    action: str,
    by: Visitor,
    subject: str = "",
    outcome: object = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """One act or attempt in the caller's transaction, whatever came of it. `who`: an actor."""
    device = browser_label(by.user_agent)
    record(
        at=at,
        actor=who,
        action=f"staff.{action}",
        subject=subject or who,
        result=outcome.code if isinstance(outcome, Refusal) else "done",
        ip=by.ip[:45],
        detail=({"device": device} if device else {}) | (detail or {}),
    )
