"""Members who ask for what is not theirs, or for what there is not: nobody tells them which."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import trail
from minga.access.visitor import Visitor

MOST = 3  # ids of one address


def asked_for_unknown(
    *, member_id: UUID, page: str, asked: list[UUID], by: Visitor, at: datetime
) -> None:
    """Leaves a trace of the attempt: which page, and which ids stood in its address."""
    detail: dict[str, str | int] = {"page": page, "asked": " ".join(map(str, asked[:MOST]))}
    with transaction.atomic(durable=True):
        trail.note(
            at=at, who=member_id, action="asked_for_unknown", result="unknown", by=by,
            detail=detail,
        )  # fmt: skip
