"""«Agregar llave de acceso»: a new passkey, made in a session whose member was just there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import (
    code_messages,
    passkey_challenges,
    pin_again,
    sessions,
    trail,
)
from minga.access.models import AccessBlock, Credential, OfficeSession, Passkey, PasskeyPurpose
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused, descriptors
from minga.access.passkey_challenges import Asked
from minga.access.passkey_names import default_name, tidy_name
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.passkeys import attestation, options
from minga.kit.passkeys.attestation import NewKey
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


class TooManyPasskeys(Refusal):
    """This member has as many as one may have; one must go first."""

    code = "too_many_passkeys"


def begin(*, session_token: str, pin: str, site: Site, by: Visitor, at: datetime) -> str:
    """The options with which the browser makes a key, as JSON.

    Asks for the PIN unless the sign-in is recent; what comes back within minutes, to this session,
    needs no PIN again. Refuses with SessionOver, TooManyPasskeys, and as `pin_again.refusal`.
    """
    session = sessions.living(session_token, at)
    if pin_again.is_recent(session, policy(at), at):
        return _options(session_token, None, site, by, at)
    return _options(session_token, pin_again.ask_signer(session, pin, at), site, by, at)


@retried
def _options(
    session_token: str,
    answered: pin_again.Answered | None,
    site: Site,
    by: Visitor,
    at: datetime,
) -> str:
    with transaction.atomic(durable=True):
        in_force = policy(at)
        session = sessions.held(session_token, at)
        outcome: str | Refusal | None = pin_again.refusal(
            session, answered, in_force=in_force, by=by, at=at
        )
        if outcome is None and _is_full(session.member_id, in_force):
            outcome = TooManyPasskeys()
        if outcome is None:
            asked = Asked(PasskeyPurpose.ADD, session_token, session.member_id)
            challenge = passkey_challenges.issue(asked, policy=in_force, at=at)
            outcome = _for_browser(session.member_id, challenge, site, in_force)
    return settled(outcome)


def _for_browser(member_id: UUID, challenge: bytes, site: Site, in_force: AccessPolicy) -> str:
    member = Member.objects.get(id=member_id)
    return options.to_make(
        options.Holder(member.id.bytes, f"{member.given_names} {member.surnames}".strip()),
        site,
        challenge=challenge,
        life=in_force.challenge_life,
        known=descriptors(member.id, site),
    )


@retried
def finish(
    *, session_token: str, answer: str, name: str, site: Site, by: Visitor, at: datetime
) -> UUID:
    """Keeps the key that the browser made and tells every address on file; returns its id.

    Without a name that can be read it is called after its browser. Refuses with SessionOver,
    TooManyPasskeys, and PasskeyRefused: it was not asked for here and now, was made elsewhere or
    without verifying the person, cannot be read, or is known already.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        asked = Asked(PasskeyPurpose.ADD, session_token, session.member_id)
        outcome = _kept(session, asked, answer, site, at)
        if isinstance(outcome, Passkey):
            taken = Passkey.objects.filter(member_id=session.member_id, removed_at=None)
            names = taken.values_list("name", flat=True)
            outcome.name = tidy_name(name) or default_name(by.user_agent, names)
            outcome.save(force_insert=True)
            member = Member.objects.get(id=session.member_id)
            code_messages.notify("passkey_added", member, at, by, everywhere=True)
        trail.note(
            at=at,
            who=session.member_id,
            action="add_passkey",
            result=result_code(outcome),
            by=by,
            detail={"why": outcome.why} if isinstance(outcome, PasskeyRefused) else None,
        )
    return settled(outcome).id


def _kept(
    session: OfficeSession, asked: Asked, answer: str, site: Site, at: datetime
) -> Passkey | Refusal:
    """The row of a good key, not written yet; the member's credential is held."""
    credential = Credential.objects.select_for_update().get(member_id=session.member_id)
    made = attestation.read(answer)
    if made is None:
        return PasskeyRefused("unreadable", credential.member_id)
    if not passkey_challenges.take(asked, made.challenge, at):
        return PasskeyRefused("challenge", credential.member_id)
    key = attestation.verified(made, site)
    why = _fault(credential.member_id, key)
    if key is None or why:
        return PasskeyRefused(why, credential.member_id)
    if _is_full(credential.member_id, policy(at)):
        return TooManyPasskeys()
    return Passkey(
        member_id=credential.member_id,
        credential_id=key.credential_id,
        public_key=key.public_key,
        origin=site.origin,
        sign_count=key.sign_count,
        transports=key.transports,
        is_synced=key.is_synced,
        added_at=at,
    )


def _fault(member_id: UUID, key: NewKey | None) -> str:
    """Why a key is not kept; empty when it is."""
    if key is None:
        return "not_verified"
    if AccessBlock.objects.filter(member_id=member_id, lifted_at=None).exists():
        return "blocked"
    known = Passkey.objects.filter(credential_id=key.credential_id)
    return "known_already" if known.exists() else ""


def _is_full(member_id: UUID, in_force: AccessPolicy) -> bool:
    living = Passkey.objects.filter(member_id=member_id, removed_at=None)
    return living.count() >= in_force.passkeys_per_member
