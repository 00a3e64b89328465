"""What staff do to a member's access: who, why, and how the trail and the member learn of it."""

from dataclasses import dataclass
from datetime import datetime

from minga.access import code_messages
from minga.access.trail import subject_of
from minga.access.visitor import Visitor
from minga.audit.record import record
from minga.kit.refusal import Refusal
from minga.members.models import Member

REASON_LENGTH_MAX = 200
BY_STAFF = "staff"  # why a block was lifted; the reason is in the trail


class ReasonNeeded(Refusal):
    """Nobody opens or ends an access without saying why, in up to 200 letters."""

    code = "reason_needed"


class NoSuchMember(Refusal):
    """No member has that document."""

    code = "no_such_member"


@dataclass(frozen=True, slots=True)
class StaffAct:
    """Who acts (as the trail names them), why, and when."""

    actor: str
    reason: str
    at: datetime

    @property
    def tidy_reason(self) -> str:
        """The reason on one line."""
        return " ".join(self.reason.split())

    def require_reason(self) -> None:
        """Refuses with ReasonNeeded."""
        if not 0 < len(self.tidy_reason) <= REASON_LENGTH_MAX:
            raise ReasonNeeded


def member_of(document_type: str, number: str) -> Member:
    """Whose document it is. Refuses with NoSuchMember."""
    member = Member.objects.filter(document_type=document_type, document_number=number).first()
    if member is None:
        raise NoSuchMember
    return member


def tell(act: StaffAct, member: Member, action: str, notice: str) -> None:
    """Writes it down, with the reason, and tells every address on file, without it."""
    record(
        at=act.at,
        actor=act.actor,
        action=f"access.{action}",
        subject=subject_of(member.id),
        detail={"reason": act.tidy_reason},
    )
    code_messages.notify(notice, member, act.at, Visitor(""), everywhere=True)
