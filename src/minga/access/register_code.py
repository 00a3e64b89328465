"""The code of a registration: whoever has it reads the mailbox on file (S6)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import codes, flows, trail
from minga.access.models import Flow, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.register import OfficeOnly
from minga.access.rules import is_adult
from minga.access.visitor import Visitor
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


@retried
def register_code(*, token: str, code: str, by: Visitor, at: datetime) -> None:
    """Tries the code; the right one opens the step of the PIN, with time to finish.

    Refuses with WrongCode, CodeSpent, CodeExpired (each try is counted), FlowExpired,
    FlowElsewhere; and with OfficeOnly for a minor, told only now that it is known who asks.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.CODE, at)
        in_force = policy(at)
        outcome: UUID | Refusal = codes.redeem(flow, "register", code, in_force, at)
        who: UUID | bytes = bytes(flow.subject)
        if isinstance(outcome, UUID):
            who = outcome
            outcome = open_pin_step(flow, outcome, in_force, at)
        trail.note(at=at, who=who, action="register_code", result=result_code(outcome), by=by)
    settled(outcome)


def open_pin_step(
    flow: Flow, member_id: UUID, in_force: AccessPolicy, at: datetime
) -> UUID | OfficeOnly:
    """The mailbox was proven: the step of the PIN comes next, with time to finish."""
    member = Member.objects.get(id=member_id)
    if not is_adult(member.birth_date, business_date(at), in_force.adult_years):
        flow.expires_at = at
        flow.save(update_fields=["expires_at"])
        return OfficeOnly()
    flow.member = member
    flow.stage = Stage.PIN
    flow.expires_at = at + in_force.flow_life
    flow.save()
    return member_id
