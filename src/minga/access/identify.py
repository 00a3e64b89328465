"""«Usuario»: somebody says who they are (S3)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, codes, enrolments, flows, sources, trail
from minga.access.decoy import strip_of
from minga.access.images import one_image
from minga.access.keys import keyed
from minga.access.models import Credential, Enrolment, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


@dataclass(frozen=True, slots=True)
class WayIn:
    """The flow to go on with, and its next step."""

    token: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class _Typed:
    """What came with the request."""

    number: str
    subject: bytes
    browser_token: str
    flow_token: str
    next_path: str


@retried
def identify(
    *,
    number: str,
    browser_token: str,
    flow_token: str,
    next_path: str,
    by: Visitor,
    at: datetime,
) -> WayIn:
    """Begins a sign-in with a number as `rules.document_number` gives it.

    In a browser enrolled for that member the next step is the PIN. Everywhere else it is a code,
    sent to every registered member with that number and to nobody when there is none: what can be
    seen and measured from outside is the same. Typing the number again goes on with the same flow.
    Refuses with TooManyNumbers.
    """
    typed = _Typed(
        number, keyed("subject", "browser", number), browser_token, flow_token, next_path
    )
    with transaction.atomic(durable=True):
        in_force = policy(at)
        enrolment = enrolments.known(browser_token, number, at)
        outcome: WayIn | Refusal
        if enrolment is not None:
            outcome = _to_pin(enrolment, typed, in_force, at)
        else:
            outcome = _to_code(typed, in_force, by, at)
        who: UUID | bytes = enrolment.member_id if enrolment else typed.subject
        trail.note(at=at, who=who, action="identify", result=result_code(outcome), by=by)
    return settled(outcome)


def _to_pin(enrolment: Enrolment, typed: _Typed, in_force: AccessPolicy, at: datetime) -> WayIn:
    flow, token = flows.start(
        kind=FlowKind.SIGN_IN,
        subject=typed.subject,
        candidates=[enrolment.member_id],
        next_path=typed.next_path,
        policy=in_force,
        at=at,
    )
    credential = Credential.objects.filter(member_id=enrolment.member_id).first()
    flow.stage = Stage.PIN
    flow.member_id = enrolment.member_id
    flow.enrolment = enrolment
    flow.images = one_image(strip_of(credential, typed.number).image)
    flow.save()
    return WayIn(token, Stage.PIN)


def _to_code(
    typed: _Typed, in_force: AccessPolicy, by: Visitor, at: datetime
) -> WayIn | sources.TooManyNumbers:
    refusal = sources.admit(
        source=by.source, step="identify", subject=typed.subject, policy=in_force, at=at
    )
    if refusal is not None:
        return refusal
    begun = flows.resumable(typed.flow_token, FlowKind.SIGN_IN, typed.subject, at)
    if begun is not None:
        return WayIn(typed.flow_token, Stage(begun.stage))
    registered = Credential.objects.select_related("member").filter(
        member__document_number=typed.number
    )
    members = {one.member_id: one.member for one in registered}
    flow, token = flows.start(
        kind=FlowKind.SIGN_IN,
        subject=typed.subject,
        candidates=list(members),
        next_path=typed.next_path,
        policy=in_force,
        at=at,
    )
    issued = codes.issue(flow, "browser", list(members), in_force, at)
    if isinstance(issued, codes.Issued):
        code_messages.send(issued, "browser", members, in_force, host=by.host)
    return WayIn(token, Stage.CODE)
