"""Getting in with a key: one signature, the person verified, and nothing else to know."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from webauthn import verify_authentication_response

from minga.kit.passkeys import options, signature
from minga.kit.passkeys.signature import Answer
from minga.kit.passkeys.site import Site
from minga.kit.refusal import settled
from minga.kit.retry import retried
from minga.kit.tokens import new_token
from minga.kit.visitor import Visitor
from minga.staff import key_challenges, sessions, trail
from minga.staff.identity import actor_of
from minga.staff.models import KeyPurpose, StaffKey
from minga.staff.policy import policy
from minga.staff.refusals import KeyRefused


@dataclass(frozen=True, slots=True)
class Begun:
    """The token for the visitor's cookie, and the options for their browser, as JSON."""

    holder: str
    options: str


@retried
def begin(*, site: Site, by: Visitor, at: datetime) -> Begun:
    """A challenge for whoever asks. Refuses with TooManyTries."""
    holder = new_token()
    with transaction.atomic(durable=True):
        in_force = policy(at)
        given = key_challenges.issue(KeyPurpose.SIGN_IN, holder, in_force=in_force, by=by, at=at)
    life = in_force.challenge_life
    return Begun(holder, options.to_sign(site, challenge=given, life=life, allowed=None))


@retried
def finish(
    *, holder: str, answer: str, site: Site, session_token: str, by: Visitor, at: datetime
) -> str:
    """Opens a session for the employee whose key signed; returns its token. The one at hand ends.

    Refuses with KeyRefused, in the same way whatever is wrong. A key whose counter went back is in
    two places: it is removed, with the sessions it opened.
    """
    with transaction.atomic(durable=True):
        checked = _checked(holder, answer, site, at)
        if isinstance(checked, StaffKey):
            sessions.end(session_token, "signed_in_again", at)
            opened: str | KeyRefused = sessions.open_session(
                checked.employee, checked, by=by, at=at
            )
            who = actor_of(checked.employee_id)
        else:
            opened, who = checked, checked.who
        why = {"why": opened.why} if isinstance(opened, KeyRefused) else None
        trail.note(at=at, who=who, action="sign_in", by=by, outcome=opened, detail=why)
    return settled(opened)


def _checked(holder: str, answer: str, site: Site, at: datetime) -> StaffKey | KeyRefused:
    given = signature.read(answer)
    if given is None:
        return KeyRefused("unreadable", _stranger(answer.encode(errors="backslashreplace")))
    raw_id = given.credential.raw_id
    # Held: counters and removals of one key are decided in turn.
    found = StaffKey.objects.select_for_update(of=("self",)).select_related("employee")
    key = found.filter(credential_id=raw_id, removed_at=None).first()
    who = actor_of(key.employee_id) if key else _stranger(raw_id)
    if not key_challenges.take(KeyPurpose.SIGN_IN, holder, given.client.challenge, at):
        return KeyRefused("challenge", who)
    count = signature.sign_count(
        given,
        public_key=bytes(key.public_key) if key else None,
        site=site,
        verify=verify_authentication_response,
    )
    why = _fault(key, count, given, site)
    if key is None or count is None or why:
        if key is not None and why == "copied":
            _remove(key, at)
        return KeyRefused(why, who)
    key.sign_count, key.last_used_at = count, at
    key.save(update_fields=["sign_count", "last_used_at"])
    return key


def _fault(key: StaffKey | None, count: int | None, given: Answer, site: Site) -> str:
    """What is wrong with an answer whose challenge was good; empty when nothing is."""
    if key is None:
        return "unknown_key"
    if count is None:
        return "signature"
    handle = given.credential.response.user_handle
    if key.origin != site.origin or handle != key.employee.id.bytes:
        return "not_for_this"
    if key.employee.disabled_at is not None:
        return "disabled"
    return "copied" if signature.went_back(key.sign_count, count) else ""


def _remove(key: StaffKey, at: datetime) -> None:
    """Out of service; the sessions it opened end by themselves, for they ask for a living key."""
    key.removed_at, key.removed_why = at, "copied"
    key.save(update_fields=["removed_at", "removed_why"])


def _stranger(anything: bytes) -> str:
    return f"typed:{sha256(anything).hexdigest()[:32]}"
