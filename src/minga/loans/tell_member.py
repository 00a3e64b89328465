"""Telling a member what became of their request."""

from datetime import datetime

from minga.kit import outbox
from minga.loans.models import LoanRequest


def tell_member(request: LoanRequest, kind: str, at: datetime) -> None:
    """A notice in the caller's transaction: which request, and when; what was said is read inside
    the office. `kind` is one of the notices' kinds."""
    member = request.member
    outbox.publish(
        "notice",
        {
            "kind": kind,
            "email": member.email,
            "mobile": member.mobile,
            "context": {
                "name": (member.given_names.split() or [""])[0],
                "reference": request.number,
                "hour": at.isoformat(),
            },
        },
    )
