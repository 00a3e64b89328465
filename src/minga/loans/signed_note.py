"""A note, or a codebtor's obligation, as it was signed, for whoever signed it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from minga.loans.models import CodebtorSignature, PromissoryNote
from minga.loans.signature import FACTORS, moment


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note with its signature, and the number of its request. `factors` in words."""

    request_id: UUID
    number: str
    text: str
    digest: str
    signed_at: datetime
    factors: str
    ip: str
    approval: UUID

    @property
    def signature(self) -> tuple[tuple[str, str], ...]:
        """How it was signed, as pairs of a name and a value."""
        return (
            ("Firmado el", moment(self.signed_at)),
            ("Medios", self.factors),
            ("Dirección de internet", self.ip or "no registrada"),
            ("Aprobación", str(self.approval)),
            ("SHA-256 del texto anterior", self.digest),
        )

    @property
    def copy(self) -> str:
        """The text with the signature below."""
        lines = "".join(f"{name}: {value}.\n" for name, value in self.signature)
        return f"{self.text}\nFIRMA ELECTRÓNICA\n\n{lines}"


def signed_obligation(member_id: UUID, codebtor_id: UUID) -> SignedNote | None:
    """What a codebtor signed last; None when this member is not that codebtor, or did not sign."""
    made = _signatures(codebtor_id).filter(codebtor__member_id=member_id).last()
    return _obligation(made) if made else None


def obligation_on_file(request_id: UUID, codebtor_id: UUID) -> tuple[UUID, SignedNote] | None:
    """What a codebtor of that request signed last, and which member they are; for whoever may see
    the request's file. None when it has no such codebtor, or they did not sign."""
    made = _signatures(codebtor_id).filter(codebtor__request_id=request_id).last()
    if made is None or made.codebtor.member_id is None:
        return None
    return made.codebtor.member_id, _obligation(made)


def _signatures(codebtor_id: UUID) -> QuerySet[CodebtorSignature]:
    found = CodebtorSignature.objects.select_related("codebtor__request")
    return found.filter(codebtor_id=codebtor_id).order_by("signed_at")


def _obligation(made: CodebtorSignature) -> SignedNote:
    request = made.codebtor.request
    return SignedNote(
        request_id=request.id, number=request.number, text=made.text,
        digest=bytes(made.digest).hex(), signed_at=made.signed_at,
        factors=FACTORS.get(made.factors, made.factors), ip=made.ip or "", approval=made.approval,
    )  # fmt: skip


def signed_note(member_id: UUID, request_id: UUID) -> SignedNote | None:
    """None when the member has no such request, or did not sign it."""
    note = (
        PromissoryNote.objects.select_related("request")
        .filter(request_id=request_id, request__member_id=member_id)
        .first()
    )
    if note is None:
        return None
    return SignedNote(
        request_id=request_id, number=note.request.number, text=note.text,
        digest=bytes(note.digest).hex(), signed_at=note.signed_at,
        factors=FACTORS.get(note.factors, note.factors), ip=note.ip or "", approval=note.approval,
    )  # fmt: skip
