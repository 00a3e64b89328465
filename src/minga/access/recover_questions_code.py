"""«OTP» (S12): whoever has the code is reached as the member is."""

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
def recover_questions_code(*, token: str, code: str, by: Visitor, at: datetime) -> None:
    """Tries the code; the right one opens the step of the new questions, with time to finish.

    Refuses with WrongCode, CodeSpent, CodeExpired (each try is counted), FlowExpired,
    FlowElsewhere. A number that is nobody's has a code that nothing fits.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.RECOVER_QUESTIONS, Stage.CODE, at)
        in_force = policy(at)
        outcome = codes.redeem(flow, "recover_questions", code, in_force, at)
        who: UUID | bytes = bytes(flow.subject)
        if isinstance(outcome, UUID):
            who = flow.member_id = outcome
            flow.stage = Stage.SECURITY
            flow.expires_at = at + in_force.flow_life
            flow.save()
        trail.note(
            at=at, who=who, action="recover_questions_code", result=result_code(outcome), by=by
        )
    settled(outcome)
