"""«Clave numérica» (S7): the member chooses a PIN; it is sealed at once."""

from datetime import datetime

from django.db import transaction

from minga.access import flows, images, trail
from minga.access.models import FlowKind, Stage
from minga.access.new_pin import NewPin, seal_new_pin
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.retry import retried


def register_pin(*, token: str, pin: str, by: Visitor, at: datetime) -> None:
    """Keeps the sealed PIN in the flow and opens the last step, with its first twelve images.

    Refuses with WeakPin, SignerBusy, FlowExpired, FlowElsewhere.
    """
    flow = flows.at_stage(token, FlowKind.REGISTER, Stage.PIN, at)
    if flow.member is None:
        raise flows.FlowExpired
    _keep(token, seal_new_pin(pin, flow.member, policy(at)), by, at)


@retried
def _keep(token: str, chosen: NewPin, by: Visitor, at: datetime) -> None:
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.PIN, at)
        flow.sealed_pin, flow.is_long = chosen.sealed, chosen.is_long
        flow.images = images.offer(flow)
        flow.stage = Stage.SECURITY
        flow.expires_at = at + policy(at).flow_life
        flow.save()
        who = flow.member_id or bytes(flow.subject)
        trail.note(at=at, who=who, action="register_pin", result="done", by=by)
