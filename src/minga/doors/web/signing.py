"""Signing with an approval: used up inside the transaction that keeps the signature."""

from collections.abc import Callable
from uuid import UUID

from minga.access.intent import Intent
from minga.access.require_approval import require_approval
from minga.doors.web.access_page import visitor
from minga.doors.web.approve import session_id
from minga.doors.web.guard import MemberRequest
from minga.kit import clock
from minga.loans.signature import Signature, signature_of


def signs_with(
    request: MemberRequest, approval_id: UUID, intent: Intent
) -> Callable[[], Signature]:
    """What a use case calls in its transaction: the approval of exactly this, used up, and how it
    was given."""
    session, at = session_id(request), clock.now()

    def approve() -> Signature:
        require_approval(
            approval_id=approval_id, member_id=request.member.id, session_id=session,
            intent=intent, at=at,
        )  # fmt: skip
        return signature_of(approval_id, ip=visitor(request).ip)

    return approve
