"""The code of an approval: tried, and sent again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import access_blocks, approval_codes, approvals, sessions, trail
from minga.access.approvals import PinFirst
from minga.access.models import Approval, Credential
from minga.access.outcome import result_code, settled
from minga.access.pin_gate import AccessBlocked
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried

METHOD = "pin"


@retried
def approve_with_code(
    *, session_token: str, approval_id: UUID, code: str, by: Visitor, at: datetime
) -> None:
    """Approves, after the PIN, with the code that was sent for this approval and no other.

    Refuses with SessionOver, NoSuchApproval, the refusals of `approvals.unprovable`, PinFirst,
    WrongCode, CodeSpent, CodeExpired, AccessBlocked.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        approval = approvals.held(session, approval_id)
        outcome = _after_pin(approval, at) or approval_codes.redeem(approval, code, policy(at), at)
        if outcome is None:
            approvals.approve(approval, METHOD, at)
        trail.note(
            at=at,
            who=session.member_id,
            action="approve_with_code",
            result=result_code(outcome),
            by=by,
            detail={"approval": str(approval_id), "wrong_here": approval.code_failures},
        )
    settled(outcome)


@retried
def resend_approval_code(
    *, session_token: str, approval_id: UUID, by: Visitor, at: datetime
) -> None:
    """«Enviar otro código»: the one before fits no more.

    Refuses as `approve_with_code` does before it looks at the code, and with ResendTooSoon,
    TooManyCodes, NoContact.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        approval = approvals.held(session, approval_id)
        Credential.objects.select_for_update().filter(member_id=session.member_id).first()
        outcome = _after_pin(approval, at) or approval_codes.send(approval, policy(at), by, at)
        trail.note(
            at=at,
            who=session.member_id,
            action="resend_approval_code",
            result=result_code(outcome),
            by=by,
            detail={"approval": str(approval_id)},
        )
    settled(outcome)


def _after_pin(approval: Approval, at: datetime) -> Refusal | None:
    refusal = approvals.unprovable(approval, at)
    if refusal is not None:
        return refusal
    if access_blocks.is_open(approval.member_id):
        return AccessBlocked()
    return PinFirst() if approval.pin_ok_at is None else None
