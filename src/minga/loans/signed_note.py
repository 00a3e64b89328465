"""A note as it was signed, for whoever signed it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.kit.clock import BOGOTA
from minga.loans.models import PromissoryNote

FACTORS = {"pin": "clave y código enviado a tu contacto", "passkey": "llave de acceso"}


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
        local = self.signed_at.astimezone(BOGOTA)
        return (
            ("Firmado el", f"{local:%d/%m/%Y} a las {local:%H:%M:%S} (hora de Colombia)"),
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
