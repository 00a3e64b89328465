"""Random bytes for an employee's key to sign: once, soon, for one purpose, for whoever got them."""

import secrets
from datetime import datetime

from minga.kit.tokens import token_digest
from minga.kit.visitor import Visitor
from minga.staff.models import KeyPurpose, StaffChallenge
from minga.staff.policy import StaffPolicy
from minga.staff.refusals import TooManyTries

CHALLENGE_BYTES = 32


def issue(
    purpose: KeyPurpose, holder: str, *, in_force: StaffPolicy, by: Visitor, at: datetime
) -> bytes:
    """A new challenge in the caller's transaction; returns its bytes. `holder`: the token of the
    cookie or link it is given to. Raises TooManyTries."""
    recent = StaffChallenge.objects.filter(
        source=by.source, issued_at__gt=at - in_force.source_window
    )
    if recent.count() >= in_force.source_tries:
        raise TooManyTries
    given = secrets.token_bytes(CHALLENGE_BYTES)
    StaffChallenge.objects.create(
        purpose=purpose, challenge=given, holder=token_digest(holder), source=by.source,
        issued_at=at, expires_at=at + in_force.challenge_life,
    )  # fmt: skip
    return given


def take(purpose: KeyPurpose, holder: str, challenge: bytes, at: datetime) -> bool:
    """Whether this very challenge waits for this answer; it never will again.

    One statement decides, so of two answers that arrive at once one takes it.
    """
    if not holder:
        return False
    waiting = StaffChallenge.objects.filter(
        purpose=purpose, challenge=challenge, holder=token_digest(holder), expires_at__gt=at,
        used_at=None,
    )  # fmt: skip
    return waiting.update(used_at=at) == 1
