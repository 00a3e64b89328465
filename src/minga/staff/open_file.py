"""Opening what is a member's: with a reason, for a while, and every look written down."""

from datetime import datetime
from typing import Any

from django.db import transaction

from minga.kit.refusal import Refusal
from minga.kit.visitor import Visitor
from minga.staff import trail
from minga.staff.models import FileOpening
from minga.staff.policy import policy
from minga.staff.reasons import tidy_reason
from minga.staff.sessions import EmployeeInside

REASON_LENGTH_MAX = 200


class FileClosed(Refusal):
    """No reason was given yet, or it was given too long ago: it is asked for again."""

    code = "file_closed"


def open_file(*, who: EmployeeInside, subject: str, reason: str, by: Visitor, at: datetime) -> None:
    """Opens one member's matter for this session. Raises ReasonMissing."""
    said = tidy_reason(reason, longest=REASON_LENGTH_MAX)
    with transaction.atomic(durable=True):
        FileOpening.objects.create(
            session_id=who.session_id, subject=subject, reason=said, at=at,
            expires_at=at + policy(at).file_life,
        )  # fmt: skip
        trail.note(
            at=at, who=who.actor, action="open_file", by=by, subject=subject,
            detail={"reason": said},
        )  # fmt: skip


def look(
    *,
    who: EmployeeInside,
    subject: str,
    what: str,
    by: Visitor,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Writes down one look at something of an opened file, with the reason that opened it. Raises
    FileClosed: then nothing may be shown."""
    opening = (
        FileOpening.objects.filter(session_id=who.session_id, subject=subject, expires_at__gt=at)
        .order_by("-at")
        .first()
    )
    if opening is None:
        raise FileClosed
    with transaction.atomic(durable=True):
        trail.note(
            at=at, who=who.actor, action=f"see_{what}", by=by, subject=subject,
            detail={"reason": opening.reason} | (detail or {}),
        )  # fmt: skip


def see(
    *, who: EmployeeInside, what: str, subject: str, by: Visitor, at: datetime, **detail: str
) -> None:
    """Writes down a look at what is nobody's in particular: the books, a day's close."""
    with transaction.atomic(durable=True):
        trail.note(
            at=at, who=who.actor, action=f"see_{what}", by=by, subject=subject, detail=detail
        )
