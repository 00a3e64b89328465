"""«Clave numérica» (S7): the member chooses a PIN; it is sealed at once."""

from datetime import datetime

from django.db import transaction

from minga.access import flows, images, trail
from minga.access.models import FlowKind, Stage
from minga.access.pin_rules import Known, PinFault, pin_fault
from minga.access.pin_signer import Purpose, signer
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


class WeakPin(Refusal):
    """A PIN that others would guess, for the reason `why`."""

    code = "weak_pin"

    def __init__(self, why: PinFault) -> None:
        super().__init__(why=why)
        self.why = why


def register_pin(*, token: str, pin: str, by: Visitor, at: datetime) -> None:
    """Keeps the sealed PIN in the flow and opens the last step, with its first twelve images.

    Refuses with WeakPin, SignerBusy, FlowExpired, FlowElsewhere.
    """
    flow = flows.at_stage(token, FlowKind.REGISTER, Stage.PIN, at)
    member = flow.member
    if member is None:
        raise flows.FlowExpired
    why = pin_fault(pin, Known(member.document_number, member.mobile, member.birth_date))
    if why is not None:
        raise WeakPin(why)
    sealed = signer().seal(subject=member.id, secret=pin, purpose=Purpose.PIN)
    _keep(token, sealed, by, at)


@retried
def _keep(token: str, sealed: bytes, by: Visitor, at: datetime) -> None:
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.PIN, at)
        flow.sealed_pin = sealed
        flow.images = images.offer(flow)
        flow.stage = Stage.SECURITY
        flow.expires_at = at + policy(at).flow_life
        flow.save()
        who = flow.member_id or bytes(flow.subject)
        trail.note(at=at, who=who, action="register_pin", result="done", by=by)
