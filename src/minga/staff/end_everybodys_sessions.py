"""Every employee has to get in again."""

from datetime import datetime

from django.db import transaction

from minga.kit.visitor import Visitor
from minga.staff import trail
from minga.staff.models import StaffSession


def end_everybodys_sessions(*, actor: str, reason: str, at: datetime) -> int:
    """Ends every session of the back office; returns how many. Keys and roles stay."""
    with transaction.atomic(durable=True):
        living = StaffSession.objects.filter(ended_at=None)
        ended = living.update(ended_at=at, ended_why="everybody")
        trail.note(
            at=at, who=actor, action="end_sessions", by=Visitor(""), subject="everybody",
            detail={"reason": reason, "sessions": ended},
        )  # fmt: skip
        return ended
