"""The second proof of a forgotten PIN: a code sent to the mobile on file."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import codes, flows, trail
from minga.access.models import FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.retry import retried


@retried
def recover_pin_code(*, token: str, code: str, by: Visitor, at: datetime) -> None:
    """Tries the code; the right one opens the step of the new PIN, with time to finish.

    Refuses with WrongCode, CodeSpent, CodeExpired (each try is counted), FlowExpired,
    FlowElsewhere.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.RECOVER_PIN, Stage.CODE, at)
        in_force = policy(at)
        outcome = codes.redeem(flow, "recover_pin", code, in_force, at)
        if isinstance(outcome, UUID):
            flow.stage, flow.channel = Stage.PIN, "sms"
            flow.expires_at = at + in_force.flow_life
            flow.save(update_fields=["stage", "channel", "expires_at"])
        who = flow.member_id or bytes(flow.subject)
        trail.note(at=at, who=who, action="recover_pin_code", result=result_code(outcome), by=by)
    settled(outcome)
