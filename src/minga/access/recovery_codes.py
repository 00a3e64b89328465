"""Codes that prove a way of reaching the member, to recover something."""

from datetime import datetime

from minga.access import codes, recovery_channels, recovery_messages
from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.codes import CodePurpose, Issued
from minga.access.models import Flow, FlowKind
from minga.access.policy import AccessPolicy
from minga.members.models import Member

PURPOSE: dict[str, CodePurpose] = {
    FlowKind.RECOVER_PIN: "recover_pin",
    FlowKind.RECOVER_QUESTIONS: "recover_questions",
}


def send(
    flow: Flow, member: Member | None, policy: AccessPolicy, at: datetime, host: str = ""
) -> Issued | ResendTooSoon | TooManyCodes:
    """One code to every way of the flow that reaches the member; nobody's code where none does."""
    purpose = PURPOSE[flow.kind]
    ways = recovery_channels.ways(flow, member, policy, at)
    reached = [member.id] if member and any(to for _, to in ways) else []
    issued = codes.issue(flow, purpose, reached, policy, at)
    if isinstance(issued, Issued):
        recovery_messages.send_codes(issued, purpose, member, ways, policy, host)
    return issued
