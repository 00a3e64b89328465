"""What the pages of a recovery show."""

from dataclasses import dataclass
from datetime import datetime

from minga.access import flows, money_holds
from minga.access.models import AccessBlock, Flow, FlowKind, Passkey, Stage
from minga.access.policy import policy


@dataclass(frozen=True, slots=True)
class SecondProof:
    """What goes with the link: a code to the mobile on file, a passkey, or either."""

    has_code: bool
    has_passkey: bool


@dataclass(frozen=True, slots=True)
class PinRecovered:
    """What a finished recovery left: until when the money is held, and whether the access is
    blocked still."""

    money_held_until: datetime | None
    is_blocked: bool


def asks_questions(at: datetime) -> bool:
    """Whether members here have security questions to forget (none in the profile `estricto`)."""
    return not policy(at).is_strict


def second_proof(token: str, at: datetime) -> SecondProof:
    """What a recovery that waits for its code can go on with. Raises FlowExpired,
    FlowElsewhere."""
    flow = flows.at_stage(token, FlowKind.RECOVER_PIN, Stage.CODE, at)
    keys = Passkey.objects.filter(member=flow.member, removed_at=None)
    return SecondProof(flow.channel == "sms", keys.exists())


def username(token: str, at: datetime) -> str:
    """The number a password manager keeps the new PIN under. Raises FlowExpired,
    FlowElsewhere."""
    flow: Flow = flows.at_stage(token, FlowKind.RECOVER_PIN, Stage.PIN, at)
    return flow.member.document_number if flow.member else ""


def pin_recovered(token: str, at: datetime) -> PinRecovered:
    """How a recovery ended. Raises FlowExpired, FlowElsewhere."""
    flow = flows.at_stage(token, FlowKind.RECOVER_PIN, Stage.DONE, at)
    if flow.member_id is None:
        raise flows.FlowExpired
    blocked = AccessBlock.objects.filter(member_id=flow.member_id, lifted_at=None)
    return PinRecovered(money_holds.held_until(flow.member_id, at), blocked.exists())
