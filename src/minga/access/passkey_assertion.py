"""Asking for a signature by a passkey and judging it: to sign in, to approve, to recover."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from webauthn import verify_authentication_response
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from minga.access import passkey_challenges, passkey_removal
from minga.access.decoy import NOBODY
from minga.access.models import AccessBlock, Credential, Passkey, PasskeyPurpose
from minga.access.passkey_challenges import Asked
from minga.access.policy import AccessPolicy
from minga.access.visitor import Visitor
from minga.kit.passkeys import options, signature
from minga.kit.passkeys.signature import Answer
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal


class PasskeyRefused(Refusal):
    """This signature opens nothing. `why` and `who` are for the trail, never for a page."""

    code = "passkey_refused"

    def __init__(self, why: str, who: UUID | bytes) -> None:
        super().__init__()
        self.why = why
        self.who = who


class PasskeyHolderBlocked(PasskeyRefused):
    """The signature is good, and its member's access is blocked: only who holds the key learns."""

    code = "passkey_holder_blocked"


@dataclass(frozen=True, slots=True)
class _Named:
    """The key an answer says it comes from, and how its member stands."""

    who: UUID | bytes
    passkey: Passkey | None
    is_registered: bool
    is_blocked: bool


def ask(
    asked: Asked,
    site: Site,
    *,
    policy: AccessPolicy,
    at: datetime,
    challenge: bytes | None = None,
) -> str:
    """Issues a challenge in the caller's transaction; returns the options for the browser, as JSON.

    The browser is told the keys of a known member, and asks for whichever it has when nobody is
    known. `challenge`: bytes that stand for what is being approved (with randomness of their own).
    """
    given = passkey_challenges.issue(asked, policy=policy, at=at, challenge=challenge)
    return options.to_sign(
        site,
        challenge=given,
        life=policy.challenge_life,
        allowed=descriptors(asked.member_id, site) if asked.member_id else None,
    )


def descriptors(member_id: UUID, site: Site) -> list[PublicKeyCredentialDescriptor]:
    """The living keys of a member at one address, as browsers are told of them."""
    living = Passkey.objects.filter(member_id=member_id, removed_at=None, origin=site.origin)
    return [
        options.descriptor(bytes(one.credential_id), one.transports)
        for one in living.order_by("added_at")
    ]


def check(
    asked: Asked,
    answer: str,
    site: Site,
    *,
    by: Visitor,
    at: datetime,
    challenge: bytes | None = None,
) -> Passkey | PasskeyRefused:
    """The key that signed, in the caller's transaction; or the refusal, to raise after its commit.

    Good is an answer to a challenge that was given for this purpose, to this holder, for this
    member (and is `challenge`, where one is named), not yet answered and not expired; signed at
    `site`, with the person verified, by a living key made there, of a registered member whose
    access is not blocked, unless the answer is to recover it. Whatever comes of it, the challenge
    is used up. A key whose counter went back is in two places: it is removed and its member told.
    An unknown key costs what a known one does. The member's credential stays locked until the
    transaction ends.
    """
    read = signature.read(answer)
    if read is None:
        return PasskeyRefused("unreadable", _digest(answer.encode(errors="backslashreplace")))
    key = _named(read.credential.raw_id)
    answered = read.client.challenge
    if challenge not in {None, answered} or not passkey_challenges.take(asked, answered, at):
        return PasskeyRefused("challenge", key.who)
    sign_count = signature.sign_count(
        read,
        public_key=bytes(key.passkey.public_key) if key.passkey else None,
        site=site,
        verify=verify_authentication_response,
    )
    why = _fault(key, read, asked, site, sign_count)
    if key.passkey is None or sign_count is None or why:
        if why == "copied" and key.passkey is not None:
            passkey_removal.remove(key.passkey, why, by=by, at=at)
        return (PasskeyHolderBlocked if why == "blocked" else PasskeyRefused)(why, key.who)
    key.passkey.sign_count, key.passkey.last_used_at = sign_count, at
    key.passkey.save(update_fields=["sign_count", "last_used_at"])
    return key.passkey


def _named(raw_id: bytes) -> _Named:
    """The key of that id, with the same queries whether there is one or not.

    All the keys of a member have one lock, their credential: counters and removals are decided in
    turn.
    """
    named = Passkey.objects.filter(credential_id=raw_id)
    owner = named.values_list("member_id", flat=True).first()
    held = Credential.objects.select_for_update().filter(member_id=owner or NOBODY).first()
    blocked = AccessBlock.objects.filter(member_id=owner or NOBODY, lifted_at=None).exists()
    passkey = named.filter(removed_at=None).first()
    return _Named(owner or _digest(raw_id), passkey, held is not None, blocked)


def _fault(key: _Named, read: Answer, asked: Asked, site: Site, sign_count: int | None) -> str:
    """What is wrong with an answer whose challenge was good; empty when nothing is."""
    passkey = key.passkey
    if passkey is None:
        return "unknown_key"
    if sign_count is None:
        return "signature"
    if not _belongs(passkey, read, asked, site) or not key.is_registered:
        return "not_for_this"
    # A recovery in full is what opens a blocked access.
    if key.is_blocked and asked.purpose != PasskeyPurpose.RECOVER:
        return "blocked"
    return "copied" if signature.went_back(passkey.sign_count, sign_count) else ""


def _belongs(passkey: Passkey, read: Answer, asked: Asked, site: Site) -> bool:
    """Whether the key is the asked member's, of this address, and says itself whose it is."""
    handle = read.credential.response.user_handle
    return (
        passkey.origin == site.origin
        and (asked.member_id is None or asked.member_id == passkey.member_id)
        and (handle == passkey.member_id.bytes or (handle is None and asked.member_id is not None))
    )


def _digest(anything: bytes) -> bytes:
    return sha256(anything).digest()
