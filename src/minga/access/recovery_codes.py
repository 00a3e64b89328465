"""Codes that prove a way of reaching the member, to recover something."""

from datetime import datetime

from minga.access import codes, recovery_channels, recovery_messages, way_in_links
from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.codes import CodePurpose, Issued
from minga.access.decoy import NOBODY
from minga.access.models import Flow, FlowKind
from minga.access.policy import AccessPolicy
from minga.access.visitor import Visitor
from minga.members.models import Member

PURPOSE: dict[str, CodePurpose] = {
    FlowKind.RECOVER_PIN: "recover_pin",
    FlowKind.RECOVER_QUESTIONS: "recover_questions",
}


def send(
    flow: Flow, member: Member | None, policy: AccessPolicy, by: Visitor, at: datetime
) -> Issued | ResendTooSoon | TooManyCodes:
    """One code to every way of the flow that reaches the member; nobody's code where none does.

    Where the codes of the number are used up, a link instead, by every way that need not rest: it
    is not whoever asked first who says which."""
    purpose = PURPOSE[flow.kind]
    ways = recovery_channels.ways(flow, member, policy, at)
    reached = [member.id] if member and any(to for _, to in ways) else []
    issued = codes.issue(flow, purpose, reached, policy, at)
    if isinstance(issued, Issued):
        recovery_messages.send_codes(issued, purpose, member, ways, policy, by.host)
    if way_in_links.is_due(flow, purpose, issued, policy, at):
        rest = recovery_channels.resting(member.id if member else NOBODY, policy, at)
        way_in_links.send(flow, purpose, [member] if member else [], policy, by, at, resting=rest)
    return issued
