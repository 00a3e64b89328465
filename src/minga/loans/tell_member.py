"""Telling a member what became of their request."""

from datetime import datetime

from minga.loans.codebtors import accepted
from minga.loans.models import LoanRequest
from minga.members.tell import tell


def tell_member(request: LoanRequest, kind: str, at: datetime) -> None:
    """A notice in the caller's transaction. `kind` is one of the notices' kinds."""
    tell(request.member, kind, request.number, at)


def tell_codebtors(request: LoanRequest, kind: str, at: datetime) -> None:
    """The same to everybody who accepted to owe it too."""
    for one in accepted(request.id):
        assert one.member is not None
        tell(one.member, kind, request.number, at)
