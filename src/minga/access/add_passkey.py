"""«Agregar llave de acceso»: a new passkey, made in a session whose member was just there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import (
    code_messages,
    passkey_challenges,
    passkey_making,
    pin_again,
    sessions,
    trail,
)
from minga.access.models import Credential, Passkey, PasskeyPurpose
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked
from minga.access.passkey_making import TooManyPasskeys
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


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
        if outcome is None and passkey_making.is_full(session.member_id, in_force):
            outcome = TooManyPasskeys()
        if outcome is None:
            asked = Asked(PasskeyPurpose.ADD, session_token, session.member_id)
            challenge = passkey_challenges.issue(asked, policy=in_force, at=at)
            outcome = passkey_making.options_for(session.member_id, challenge, site, in_force)
    return settled(outcome)


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
        Credential.objects.select_for_update().get(member_id=session.member_id)
        outcome = passkey_making.made(asked, session.member_id, answer, site, at)
        if isinstance(outcome, Passkey):
            passkey_making.keep(outcome, name, by)
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
