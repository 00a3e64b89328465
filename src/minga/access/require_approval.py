"""The last word before an operation is done: was it approved, as it stands, here and now?"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.db import transaction

from minga.access import approvals, money_holds, trail
from minga.access.approvals import ApprovalMismatch, NotApproved
from minga.access.intent import Intent
from minga.access.models import Approval
from minga.access.sessions import SessionOver
from minga.access.visitor import Visitor


class _Changed(ApprovalMismatch):
    """With the row it is about, so that what the refused transaction took back can be redone."""

    def __init__(self, approval_id: UUID, at: datetime) -> None:
        super().__init__()
        self.approval_id, self.at = approval_id, at


def require_approval(
    *, approval_id: UUID, member_id: UUID, session_id: UUID, intent: Intent, at: datetime
) -> None:
    """Uses up the approval of exactly this intent, in the transaction that does the operation.

    If that transaction is taken back, the approval was not used. Of two at once one wins. Raises
    NotApproved (nobody did, or it is another member's or session's), ApprovalExpired, ApprovalUsed,
    ApprovalVoided, ApprovalMismatch (anything at all differs from what was approved), SessionOver,
    MoneyHeld. A use case that calls this is decorated with `voids_what_changed`.
    """
    approval = _held(approval_id, member_id, session_id, at)
    closed = approvals.closed(approval, at)
    if closed is not None:
        raise closed
    if bytes(approval.intent_digest) != intent.digest or approval.intent != intent.text:
        raise _Changed(approval.id, at)
    if approval.approved_at is None:
        raise NotApproved
    if intent.leaves_hands:
        money_holds.require_none(member_id, at)
    approval.used_at = at
    approval.save(update_fields=["used_at"])
    _note(approval, "done", at)


def voids_what_changed[**P, R](use_case: Callable[P, R]) -> Callable[P, R]:
    """Around the transaction of a use case: when it is refused for a change, the approval is void
    for good, and the trail says so. Without this the change is refused just the same."""

    @wraps(use_case)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return use_case(*args, **kwargs)
        except _Changed as refusal:
            _void_changed(refusal.approval_id, refusal.at)
            raise

    return done


def _void_changed(approval_id: UUID, at: datetime) -> None:
    with transaction.atomic(durable=True):
        approval = (
            Approval.objects.select_for_update().select_related("session").get(id=approval_id)
        )
        if approvals.closed(approval, at) is None:
            approvals.void(approval, "changed", at)
        _note(approval, ApprovalMismatch.code, at)


def _held(approval_id: UUID, member_id: UUID, session_id: UUID, at: datetime) -> Approval:
    approval = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("session")
        .filter(id=approval_id, member_id=member_id, session_id=session_id)
        .first()
    )
    if approval is None:
        raise NotApproved
    if approval.session.ended_at is not None or at >= approval.session.expires_at:
        raise SessionOver
    return approval


def _note(approval: Approval, result: str, at: datetime) -> None:
    trail.note(
        at=at,
        who=approval.member_id,
        action="use_approval",
        result=result,
        by=Visitor(approval.session.ip),
        detail={"approval": str(approval.id), "operation": approval.operation},
    )
