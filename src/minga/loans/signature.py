"""How something was signed: with which approval, by what means, from where."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.access.models import Approval
from minga.kit.clock import BOGOTA

FACTORS = {"pin": "clave y código enviado a tu contacto", "passkey": "llave de acceso"}
THEIR_FACTORS = {"pin": "clave y código enviado a su contacto", "passkey": "llave de acceso"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An approval that was used up, what it was given with, and the address it came from."""

    approval: UUID
    factors: str
    ip: str


def signature_of(approval_id: UUID, *, ip: str) -> Signature:
    """How an approval was given, to be kept with what it approved."""
    method = Approval.objects.values_list("method", flat=True).get(id=approval_id)
    return Signature(approval=approval_id, factors=method, ip=ip)


def moment(at: datetime) -> str:
    """«23/11/2026 a las 14:05:09 (hora de Colombia)»."""
    return f"{at.astimezone(BOGOTA):%d/%m/%Y a las %H:%M:%S} (hora de Colombia)"
