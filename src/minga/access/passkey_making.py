"""A passkey that a browser is asked to make, and the judging of what it made."""

from datetime import datetime
from uuid import UUID

from minga.access import passkey_challenges
from minga.access.models import AccessBlock, Passkey
from minga.access.passkey_assertion import PasskeyRefused, descriptors
from minga.access.passkey_challenges import Asked
from minga.access.passkey_names import default_name, tidy_name
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.passkeys import attestation, options
from minga.kit.passkeys.attestation import NewKey
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal
from minga.members.models import Member


class TooManyPasskeys(Refusal):
    """This member has as many as one may have; one must go first."""

    code = "too_many_passkeys"


def options_for(member_id: UUID, challenge: bytes, site: Site, in_force: AccessPolicy) -> str:
    """What the browser of a member is told to make a key, as JSON."""
    member = Member.objects.get(id=member_id)
    return options.to_make(
        options.Holder(member.id.bytes, f"{member.given_names} {member.surnames}".strip()),
        site,
        challenge=challenge,
        life=in_force.challenge_life,
        known=descriptors(member.id, site),
    )


def made(asked: Asked, member_id: UUID, answer: str, site: Site, at: datetime) -> Passkey | Refusal:
    """The row of a good key, not written yet; the caller holds the turn of the member.

    Good is an answer to the challenge that was `asked`, made at `site` with the person verified,
    and not known already; while the access is blocked none is. Returns PasskeyRefused or
    TooManyPasskeys otherwise.
    """
    read = attestation.read(answer)
    if read is None:
        return PasskeyRefused("unreadable", member_id)
    if not passkey_challenges.take(asked, read.challenge, at):
        return PasskeyRefused("challenge", member_id)
    key = attestation.verified(read, site)
    why = _fault(member_id, key)
    if key is None or why:
        return PasskeyRefused(why, member_id)
    if is_full(member_id, policy(at)):
        return TooManyPasskeys()
    return Passkey(
        member_id=member_id,
        credential_id=key.credential_id,
        public_key=key.public_key,
        origin=site.origin,
        sign_count=key.sign_count,
        transports=key.transports,
        is_synced=key.is_synced,
        added_at=at,
    )


def keep(passkey: Passkey, name: str, by: Visitor) -> None:
    """Writes a good key; without a name that can be read it is called after its browser."""
    taken = Passkey.objects.filter(member_id=passkey.member_id, removed_at=None)
    names = taken.values_list("name", flat=True)
    passkey.name = tidy_name(name) or default_name(by.user_agent, names)
    passkey.save(force_insert=True)


def is_full(member_id: UUID, in_force: AccessPolicy) -> bool:
    """Whether this member has as many keys as one may have."""
    living = Passkey.objects.filter(member_id=member_id, removed_at=None)
    return living.count() >= in_force.passkeys_per_member


def _fault(member_id: UUID, key: NewKey | None) -> str:
    """Why a key is not kept; empty when it is."""
    if key is None:
        return "not_verified"
    if AccessBlock.objects.filter(member_id=member_id, lifted_at=None).exists():
        return "blocked"
    known = Passkey.objects.filter(credential_id=key.credential_id)
    return "known_already" if known.exists() else ""
