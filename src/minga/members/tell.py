"""A notice to a member about something of theirs that has a number."""

from datetime import datetime

from minga.kit import outbox
from minga.members.models import Member


def tell(member: Member, kind: str, reference: str, at: datetime) -> None:
    """Leaves it in the outbox, in the caller's transaction: what it is about, and when.

    `kind` is one of the notices' kinds. What was said is read inside the office.
    """
    outbox.publish(
        "notice",
        {
            "kind": kind,
            "email": member.email,
            "mobile": member.mobile,
            "context": {
                "name": (member.given_names.split() or [""])[0],
                "reference": reference,
                "hour": at.isoformat(),
            },
        },
    )
