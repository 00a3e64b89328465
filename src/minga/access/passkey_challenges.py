"""Random bytes for a passkey to sign: once, soon, for one purpose, for whoever was given them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from minga.access.keys import token_digest
from minga.access.models import PasskeyChallenge, PasskeyPurpose
from minga.access.policy import AccessPolicy

CHALLENGE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is for and who may give it.

    `holder` is the token of the cookie the challenge was given to: a session's, a flow's, or the
    one of an unknown visitor. Without a `member_id` any member's key may answer.
    """

    purpose: PasskeyPurpose
    holder: str
    member_id: UUID | None


def issue(
    asked: Asked, *, policy: AccessPolicy, at: datetime, challenge: bytes | None = None
) -> bytes:
    """A new challenge in the caller's transaction; returns its bytes.

    A `challenge` that stands for something (the digest of an intent) must hold randomness of its
    own: the same bytes are never issued twice.
    """
    given = challenge or secrets.token_bytes(CHALLENGE_BYTES)
    PasskeyChallenge.objects.create(
        purpose=asked.purpose,
        challenge=given,
        member_id=asked.member_id,
        holder=token_digest(asked.holder),
        issued_at=at,
        expires_at=at + policy.challenge_life,
    )
    return given


def take(asked: Asked, challenge: bytes, at: datetime) -> bool:
    """Whether this very challenge waits for this answer; it never will again, whatever comes of it.

    One statement decides, so of two answers that arrive at once one takes it. Nobody holds a
    challenge without a cookie.
    """
    if not asked.holder:
        return False
    whose = Q(member=asked.member_id) if asked.member_id else Q(member=None)
    taken = PasskeyChallenge.objects.filter(
        whose,
        challenge=challenge,
        purpose=asked.purpose,
        holder=token_digest(asked.holder),
        expires_at__gt=at,
        used_at=None,
    )
    return taken.update(used_at=at) == 1
