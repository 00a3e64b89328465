"""What the doors ask about the trail."""

from dataclasses import dataclass

from minga.audit import signing
from minga.audit.models import AuditCheckpoint


@dataclass(frozen=True, slots=True)
class SignedRoot:
    """The last checkpoint, to be kept where the office cannot change it."""

    statement: bytes
    signature: bytes
    public_key: bytes


def last_checkpoint() -> SignedRoot | None:
    """The newest signed root; None before the first."""
    newest = AuditCheckpoint.objects.select_related("seal").order_by("-seal_id").first()
    if newest is None:
        return None
    told = signing.statement(newest.seal, newest.at)
    return SignedRoot(told, bytes(newest.signature), bytes(newest.public_key))
