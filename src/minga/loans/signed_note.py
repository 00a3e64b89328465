"""A note as it was signed, for whoever signed it."""

from dataclasses import dataclass
from uuid import UUID

from minga.kit.clock import BOGOTA
from minga.loans.models import PromissoryNote

FACTORS = {"pin": "clave y código enviado a tu contacto", "passkey": "llave de acceso"}


@dataclass(frozen=True, slots=True)
class SignedNote:
    """The number of its request, and the text with the signature below."""

    number: str
    copy: str


def signed_note(member_id: UUID, request_id: UUID) -> SignedNote | None:
    """None when the member has no such request, or did not sign it."""
    note = (
        PromissoryNote.objects.select_related("request")
        .filter(request_id=request_id, request__member_id=member_id)
        .first()
    )
    if note is None:
        return None
    local = note.signed_at.astimezone(BOGOTA)
    signature = "\n".join([
        "FIRMA ELECTRÓNICA",
        "",
        f"Firmado el {local:%d/%m/%Y} a las {local:%H:%M:%S} (hora de Colombia).",
        f"Medios: {FACTORS.get(note.factors, note.factors)}.",
        f"Dirección de internet: {note.ip or 'no registrada'}.",
        f"Aprobación: {note.approval}.",
        f"SHA-256 del texto anterior: {bytes(note.digest).hex()}.",
        "",
    ])  # fmt: skip
    return SignedNote(note.request.number, f"{note.text}\n{signature}")
