"""«Usuario»: somebody says who they are (S3)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, codes, enrolments, flows, sources, trail, way_in_links
from minga.access.decoy import strip_of
from minga.access.images import one_image
from minga.access.keys import keyed
from minga.access.locks import take_turns
from minga.access.models import Credential, Enrolment, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class WayIn:
    """The flow to go on with, and its next step."""

    token: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class _Typed:
    """What came with the request."""

    number: str
    document_type: str
    subject: bytes
    browser_token: str
    flow_token: str
    page_token: str
    next_path: str


@retried
def identify(
    *,
    number: str,
    document_type: str = "",
    browser_token: str,
    flow_token: str,
    page: str = "",
    next_path: str,
    by: Visitor,
    at: datetime,
) -> WayIn:
    """Begins a sign-in with a number as `rules.document_number` gives it.

    In a browser enrolled for that member the next step is the PIN. Everywhere else it is a code,
    sent to every registered member with that number and to nobody when there is none; or, where the
    codes of the number are used up, a link (`way_in_links`). What can be seen and measured from
    outside is the same. A `document_type`, if given, narrows the code to whoever has that number
    under it. Typing the number again goes on with the same flow, and so does the
    same `page` (its random mark) sent twice. Refuses with TooManyNumbers.
    """
    subject = keyed("subject", "browser", number)  # of all its types: they share the limits
    page_token = flows.token_of_page(page)
    typed = _Typed(number, document_type, subject, browser_token, flow_token, page_token, next_path)
    with transaction.atomic(durable=True):
        in_force = policy(at)
        enrolment = enrolments.known(browser_token, number, document_type, at)
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
    people = _registered(typed.number)
    members = {id_: one for id_, one in people.items() if _is_meant(one, typed)}
    begun = _begun(typed, list(members), at)
    if begun is not None:
        return begun
    flow, token = flows.start(
        kind=FlowKind.SIGN_IN,
        subject=typed.subject,
        candidates=list(members),
        people=list(people),
        next_path=typed.next_path,
        token=typed.page_token,
        policy=in_force,
        at=at,
    )
    issued = codes.issue(flow, "browser", list(members), in_force, at)
    if isinstance(issued, codes.Issued):
        code_messages.send(issued, "browser", members, in_force, host=by.host)
    if way_in_links.is_due(flow, "browser", issued, in_force, at):
        way_in_links.send(flow, "browser", list(people.values()), in_force, by, at)
    return WayIn(token, Stage.CODE)


def _registered(number: str) -> dict[UUID, Member]:
    """Every registered member with that number."""
    registered = Credential.objects.select_related("member").filter(member__document_number=number)
    return {one.member_id: one.member for one in registered}


def _is_meant(member: Member, typed: _Typed) -> bool:
    """Whether a member has the type of document that was given, if one was."""
    return typed.document_type in {"", member.document_type}


def _begun(typed: _Typed, candidates: list[UUID], at: datetime) -> WayIn | None:
    """The flow this browser is on, or began with this very page: the form was sent twice.

    Before the code a type of document narrows it, as if it had been given at first; after it, a
    flow of another type is another's.
    """
    if typed.page_token:
        take_turns("access.page", typed.page_token)
    for token in (typed.flow_token, typed.page_token):
        flow = flows.resumable(token, FlowKind.SIGN_IN, typed.subject, at)
        if flow is None:
            continue
        if flow.stage == Stage.CODE:
            flow.candidates = [str(one) for one in candidates] or [str(uuid7())]
            flow.save(update_fields=["candidates"])
            return WayIn(token, Stage.CODE)
        if flow.member and typed.document_type in {"", flow.member.document_type}:
            return WayIn(token, Stage(flow.stage))
    return None
