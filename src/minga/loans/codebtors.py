"""Codebtors of a request: who was asked, who accepted, and how many it takes.

Whether a document is a member's is nobody's to learn by asking: until somebody accepts, whoever was
named looks the same, be they a member, nobody, or a member who said no.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from minga.kit.refusal import Refusal
from minga.loans.models import Codebtor, CodebtorAnswer, CodebtorSignature, LoanRequest
from minga.members.models import Member

# Natural persons of age.
DOCUMENT_TYPES = ("CC", "CE", "PA", "PPT")


class CodebtorsMissing(Refusal):
    """It takes `needed` people who owe it too, and `accepted` is how many there are."""

    code = "codebtors_missing"

    def __init__(self, needed: int, accepted: int) -> None:
        super().__init__(needed=needed, accepted=accepted)
        self.needed, self.accepted = needed, accepted


class CodebtorsUnsigned(Refusal):
    """Somebody who accepted has not signed what was approved: `names`."""

    code = "codebtors_unsigned"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names=tuple(names))
        self.names = tuple(names)


class CodebtorState(StrEnum):
    """What the debtor sees. No answer and a no look the same."""

    WAITING = "waiting"
    EXPIRED = "expired"
    ACCEPTED = "accepted"


def living(request_id: UUID) -> QuerySet[Codebtor]:
    """Those named and not taken out, in the order in which they were."""
    return Codebtor.objects.filter(request_id=request_id, removed_at=None).order_by(
        "asked_at", "id"
    )


def accepted(request_id: UUID) -> QuerySet[Codebtor]:
    """Those who accepted what is asked for now."""
    found = living(request_id).filter(answer=CodebtorAnswer.ACCEPTED)
    return found.select_related("member").prefetch_related("signatures")


def asked_of(member: Member) -> QuerySet[Codebtor]:
    """Everything that was put to whoever has this member's document."""
    return Codebtor.objects.filter(
        document_type=member.document_type, document_number=member.document_number, removed_at=None
    )


def state_of(one: Codebtor, at: datetime) -> CodebtorState:
    """Where a codebtor stands for the debtor."""
    if one.answer == CodebtorAnswer.ACCEPTED:
        return CodebtorState.ACCEPTED
    return CodebtorState.WAITING if at < one.expires_at else CodebtorState.EXPIRED


def require_codebtors(request: LoanRequest, needed: int) -> None:
    """Raises CodebtorsMissing."""
    found = accepted(request.id).count()
    if found < needed:
        raise CodebtorsMissing(needed, found)


def terms_digest(request: LoanRequest) -> bytes:
    """What somebody accepts: whose debt, and how much of what for how long."""
    parts = {
        "request": str(request.id), "debtor": str(request.member_id),
        "line": str(request.line_id), "amount": f"{request.amount:.2f}",
        "periods": request.periods, "method": request.method, "grace": request.grace,
        "pay_day": request.pay_day,
    }  # fmt: skip
    return sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).digest()


def ask_again(request: LoanRequest, expires_at: datetime) -> None:
    """Whoever accepted other terms has not accepted these: they are asked once more."""
    changed = living(request.id).filter(answer=CodebtorAnswer.ACCEPTED)
    changed.exclude(accepted_terms=terms_digest(request)).update(
        answer="", answered_at=None, member=None, approval=None, accepted_terms=b"",
        authorisations={}, expires_at=expires_at,
    )  # fmt: skip


def signature_for(one: Codebtor, digest: bytes) -> CodebtorSignature | None:
    """Their signature of exactly that text."""
    return next((made for made in one.signatures.all() if bytes(made.digest) == digest), None)
