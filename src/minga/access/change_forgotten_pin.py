"""«Cambiar» (S10): the forgotten PIN gives way to a new one, and everything else is closed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import (
    flows,
    mailed_links,
    money_holds,
    recovery_channels,
    recovery_messages,
    sessions,
    trail,
)
from minga.access.decoy import NOBODY
from minga.access.locks import take_turns
from minga.access.models import (
    AccessBlock,
    Credential,
    Enrolment,
    Flow,
    FlowKind,
    PinBlock,
    Stage,
)
from minga.access.new_pin import NewPin, seal_new_pin
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member

WHY = "pin_recovered"
_ENDED = (FlowKind.RECOVER_PIN, FlowKind.RECOVER_QUESTIONS, FlowKind.SIGN_IN)


def change_forgotten_pin(*, token: str, pin: str, by: Visitor, at: datetime) -> None:
    """Takes the new PIN of a flow whose proofs were given.

    The failures so far are over and a disabled PIN is given back. All sessions end; so does every
    browser but the known one this was done in: they prove themselves again. With two proofs an
    access that was blocked opens; with the link alone it does not, and no money leaves for a
    while. Every address on file is told. Refuses with WeakPin, SignerBusy, FlowExpired,
    FlowElsewhere.
    """
    flow = flows.at_stage(token, FlowKind.RECOVER_PIN, Stage.PIN, at)
    if flow.member is None:
        raise flows.FlowExpired
    _change(token, flow.member, seal_new_pin(pin, flow.member, policy(at)), by, at)


@retried
def _change(token: str, member: Member, chosen: NewPin, by: Visitor, at: datetime) -> None:
    with transaction.atomic(durable=True):
        # Flows before the credential, as a sign-in takes them; and one recovery at a time.
        take_turns("access.credential", member.id.bytes)
        flow = flows.held(token, FlowKind.RECOVER_PIN, Stage.PIN, at)
        others = Flow.objects.filter(member=member, kind__in=_ENDED).exclude(id=flow.id)
        others.update(expires_at=at)
        mailed_links.end_ways_in(member.id, at)
        _replace_pin(member.id, chosen, at)
        _close_everything_else(flow, member.id, at)
        until = _effect_of_proofs(flow, member.id, at)
        for channel in ("email", flow.channel):
            if channel:
                recovery_channels.note_use(member.id, channel, recovery_channels.PIN, at)
        recovery_messages.tell("pin_recovered", member, by, at, until)
        flow.stage = Stage.DONE
        flow.save(update_fields=["stage"])
        trail.note(
            at=at, who=member.id, action="pin_recovered", result="done", by=by,
            detail={"with": flow.channel or "link_alone"},
        )  # fmt: skip


def _replace_pin(member_id: UUID, chosen: NewPin, at: datetime) -> None:
    credential = Credential.objects.select_for_update().filter(member_id=member_id).first()
    if credential is None:  # taken back at the office meanwhile: the member registers again
        raise flows.FlowExpired
    credential.sealed_pin, credential.is_long = chosen.sealed, chosen.is_long
    credential.pin_changed_at, credential.failures = at, 0
    credential.save(update_fields=["sealed_pin", "is_long", "pin_changed_at", "failures"])
    open_blocks = PinBlock.objects.filter(credential=credential, lifted_at=None)
    open_blocks.update(lifted_at=at, lifted_why=WHY)


def _close_everything_else(flow: Flow, member_id: UUID, at: datetime) -> None:
    sessions.end_all(member_id, WHY, at)
    here = flow.enrolment_id or NOBODY
    Enrolment.objects.filter(id=here).update(failures=0, wait_until=None)
    living = Enrolment.objects.filter(member_id=member_id, ended_at=None)
    living.exclude(id=here).update(ended_at=at, ended_why=WHY)


def _effect_of_proofs(flow: Flow, member_id: UUID, at: datetime) -> datetime | None:
    """Opens a blocked access, or holds the money: returns until when, None when it is not held."""
    if flow.channel:
        blocks = AccessBlock.objects.filter(member_id=member_id, lifted_at=None)
        blocks.update(lifted_at=at, lifted_why=WHY)
        return None
    until = at + policy(at).recovery_hold
    money_holds.hold(member_id, why=WHY, until=until, at=at)
    return until
