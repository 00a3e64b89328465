"""What the pages about passkeys show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.access import sessions
from minga.access.models import Credential, Passkey
from minga.access.passkey_names import default_name
from minga.access.policy import policy
from minga.access.proof_page import ProofPage, proof_page
from minga.kit.passkeys.site import Site


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """One of the member's keys."""

    id: UUID
    name: str
    is_synced: bool
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AddPage:
    """How the next key would be called, and what must be proven before it is made."""

    default_name: str
    proof: ProofPage


def passkeys_of(member_id: UUID) -> list[OwnPasskey]:
    """The living keys, oldest first."""
    living = Passkey.objects.filter(member_id=member_id, removed_at=None).order_by("added_at", "id")
    return [
        OwnPasskey(one.id, one.name, one.is_synced, one.added_at, one.last_used_at)
        for one in living
    ]


def passkey_of(member_id: UUID, passkey_id: UUID) -> OwnPasskey | None:
    """One living key of this member; None for anybody else's."""
    return next((one for one in passkeys_of(member_id) if one.id == passkey_id), None)


def has_secret(member_id: UUID) -> bool:
    """Whether a PIN lets this member in too."""
    return Credential.objects.filter(member_id=member_id, sealed_pin__isnull=False).exists()


def passkeys_max(at: datetime) -> int:
    """How many one member may have."""
    return policy(at).passkeys_per_member


def add_page(session_token: str, user_agent: str, site: Site, at: datetime) -> AddPage:
    """What the page that adds a key asks for. Raises SessionOver."""
    session = sessions.living(session_token, at)
    names = {one.name for one in passkeys_of(session.member_id)}
    proof = proof_page(session_token, "add_passkey", site, at, recent_will_do=True)
    return AddPage(default_name(user_agent, names), proof)
