"""«Bloquear mi acceso ahora»: a member's record that nothing gets in, and what it closes."""

from datetime import datetime
from uuid import UUID

from minga.access import approvals, mailed_links, sessions
from minga.access.locks import take_turns
from minga.access.models import AccessBlock, Credential, Enrolment, Flow

WHY_ENDED = "blocked"


def is_open(member_id: UUID) -> bool:
    """Whether nothing of this member gets in now."""
    return AccessBlock.objects.filter(member_id=member_id, lifted_at=None).exists()


def open_block(member_id: UUID, why: str, at: datetime) -> bool:
    """Closes every way in, in the caller's transaction; False when it was closed already.

    Half-walked ways in, links, known browsers and sessions end, and what was approved and not done
    is void. Passkeys stay, and serve no one while the block is open.
    """
    take_turns("access.credential", member_id.bytes)
    # Flows before the credential, as a sign-in takes them.
    Flow.objects.filter(member_id=member_id, expires_at__gt=at).update(expires_at=at)
    Credential.objects.select_for_update().filter(member_id=member_id).first()
    mailed_links.end_all(member_id, at)
    living = Enrolment.objects.filter(member_id=member_id, ended_at=None)
    living.update(ended_at=at, ended_why=WHY_ENDED)
    sessions.end_all(member_id, WHY_ENDED, at)
    approvals.void_all(member_id, WHY_ENDED, at)
    if is_open(member_id):
        return False
    AccessBlock.objects.create(member_id=member_id, at=at, why=why)
    return True


def lift(member_id: UUID, why: str, at: datetime) -> bool:
    """Lets this member in again, in the caller's transaction; False when nothing was closed."""
    blocks = AccessBlock.objects.filter(member_id=member_id, lifted_at=None)
    return bool(blocks.update(lifted_at=at, lifted_why=why))
