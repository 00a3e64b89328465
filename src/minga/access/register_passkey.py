"""«Usar una llave de acceso»: a registration that ends with a passkey instead of a secret.

Only where the profile is `estricto`: without a secret there is nothing to guess, and neither image
nor phrase to show before it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import (
    code_messages,
    enrolments,
    flows,
    mailed_links,
    passkey_challenges,
    passkey_making,
    trail,
)
from minga.access.locks import take_turns
from minga.access.models import (
    Credential,
    Enrolment,
    Flow,
    FlowKind,
    Passkey,
    PasskeyPurpose,
    Stage,
)
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked
from minga.access.policy import policy
from minga.access.register_security import AlreadyRegistered
from minga.access.visitor import Visitor
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


class SecretNeeded(Refusal):
    """Here everybody registers with a PIN (profile `compatible`)."""

    code = "secret_needed"


def is_offered(at: datetime) -> bool:
    """Whether one may register with a passkey alone."""
    return policy(at).is_strict


@retried
def begin(*, token: str, site: Site, at: datetime) -> str:
    """The options with which the browser makes the key, as JSON.

    Refuses with SecretNeeded, FlowExpired, FlowElsewhere.
    """
    if not is_offered(at):
        raise SecretNeeded
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.PIN, at)
        in_force = policy(at)
        challenge = passkey_challenges.issue(_asked(flow, token), policy=in_force, at=at)
        return passkey_making.options_for(_member(flow), challenge, site, in_force)


@retried
def finish(
    *, token: str, answer: str, name: str, browser_token: str, site: Site, by: Visitor, at: datetime
) -> str:
    """Keeps the key, finishes the registration and enrols this browser; returns its token.

    The person was verified by the device (finger, face, device PIN), or nothing is kept. Refuses
    with SecretNeeded, PasskeyRefused, TooManyPasskeys, AlreadyRegistered, FlowExpired,
    FlowElsewhere.
    """
    if not is_offered(at):
        raise SecretNeeded
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.PIN, at)
        member_id = _member(flow)
        take_turns("access.credential", member_id.bytes)
        outcome: str | Refusal
        if Credential.objects.filter(member_id=member_id).exists():
            outcome = AlreadyRegistered()
            _done(flow)
        else:
            key = passkey_making.made(_asked(flow, token), member_id, answer, site, at)
            outcome = (
                key if isinstance(key, Refusal) else _finish(flow, key, name, browser_token, by, at)
            )
        trail.note(
            at=at,
            who=member_id,
            action="registered",
            result=result_code(outcome),
            by=by,
            detail={"why": outcome.why}
            if isinstance(outcome, PasskeyRefused)
            else {"with": "passkey"},
        )
    return settled(outcome)


def _finish(
    flow: Flow, key: Passkey, name: str, browser_token: str, by: Visitor, at: datetime
) -> str:
    member = Member.objects.get(id=key.member_id)
    Credential.objects.create(member=member, registered_at=at)
    passkey_making.keep(key, name, by)
    mailed_links.end_ways_in(member.id, at)
    code_messages.notify("registered", member, at, by)
    _done(flow)
    return enrolments.enrol(
        Enrolment(member=member, proven_at=at),
        browser_token=browser_token,
        policy=policy(at),
        by=by,
        at=at,
    )


def _done(flow: Flow) -> None:
    flow.stage = Stage.DONE
    flow.save(update_fields=["stage"])


def _asked(flow: Flow, token: str) -> Asked:
    return Asked(PasskeyPurpose.REGISTER, token, _member(flow))


def _member(flow: Flow) -> UUID:
    if flow.member_id is None:
        raise flows.FlowExpired
    return flow.member_id
