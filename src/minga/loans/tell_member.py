"""Telling a member what became of their request."""

from datetime import datetime

from minga.kit import outbox
from minga.loans.codebtors import accepted
from minga.loans.models import LoanRequest
from minga.members.models import Member


def tell_member(request: LoanRequest, kind: str, at: datetime) -> None:
    """A notice in the caller's transaction: which request, and when; what was said is read inside
    the office. `kind` is one of the notices' kinds."""
    _tell(request.member, request, kind, at)


def tell_codebtors(request: LoanRequest, kind: str, at: datetime) -> None:
    """The same to everybody who accepted to owe it too."""
    for one in accepted(request.id):
        assert one.member is not None
        _tell(one.member, request, kind, at)


def _tell(member: Member, request: LoanRequest, kind: str, at: datetime) -> None:
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
