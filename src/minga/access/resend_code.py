"""«Enviar otro código», and by which channel."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, codes, flows, recovery_codes, trail, way_in_links
from minga.access.code_messages import Channel
from minga.access.models import Credential, Flow, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member

_CHANNELS: dict[str, Channel] = {"sms": "sms", "email": "email"}
_PURPOSE: dict[FlowKind, codes.CodePurpose] = {
    FlowKind.SIGN_IN: "browser",
    FlowKind.REGISTER: "register",
}


@retried
def resend_code(
    *, token: str, kind: FlowKind, channel: Channel = "", by: Visitor, at: datetime
) -> None:
    """Issues another code in the same flow; the one before fits no more.

    A sign-in may choose the `channel`, and stays with it; the first choice needs no pause. Whoever
    has one contact only gets every code there. Where the codes are used up, a link goes out
    instead (`way_in_links`), also when this flow's own limit refuses the code.
    Refuses with ResendTooSoon, TooManyCodes, FlowExpired, FlowElsewhere; the same for strangers.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, kind, Stage.CODE, at)
        in_force = policy(at)
        people = _still_waiting(flow)
        outcome: codes.Issued | Refusal
        if kind in recovery_codes.PURPOSE:
            member = next(iter(people.values()), None)
            outcome = recovery_codes.send(flow, member, in_force, by, at)
        else:
            outcome = _send(flow, people, channel, in_force, by, at)
        trail.note(
            at=at,
            who=bytes(flow.subject),
            action="resend_code",
            result=result_code(outcome),
            by=by,
        )
    settled(outcome)


def _send(
    flow: Flow,
    people: dict[UUID, Member],
    channel: Channel,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> codes.Issued | Refusal:
    purpose = _PURPOSE[FlowKind(flow.kind)]
    switches = bool(channel) and not flow.channel and flow.kind == FlowKind.SIGN_IN
    members = {id_: one for id_, one in people.items() if str(id_) in flow.candidates}
    issued = codes.issue(flow, purpose, list(members), in_force, at, switches=switches)
    if way_in_links.is_due(flow, purpose, issued, in_force, at):
        way_in_links.send(flow, purpose, list(people.values()), in_force, by, at)
    if not isinstance(issued, codes.Issued):
        return issued
    if channel and flow.kind == FlowKind.SIGN_IN:
        flow.channel = channel
        flow.save(update_fields=["channel"])
    asked = _CHANNELS.get(flow.channel, "")
    code_messages.send(issued, purpose, members, in_force, asked=asked, host=by.host)
    return issued


def _still_waiting(flow: Flow) -> dict[UUID, Member]:
    """The people of this flow, of whom some get its codes: not yet registered to register, and
    registered for everything else."""
    people = {one.id: one for one in Member.objects.filter(id__in=flow.people)}
    registered = set(
        Credential.objects.filter(member_id__in=flow.people).values_list("member_id", flat=True)
    )
    wanted = flow.kind != FlowKind.REGISTER
    return {id_: one for id_, one in people.items() if (id_ in registered) is wanted}
