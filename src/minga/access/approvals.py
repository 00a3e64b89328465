"""An approval as its steps find it, and why they refuse it."""

from datetime import datetime
from uuid import UUID

from minga.access.models import Approval, OfficeSession
from minga.kit.refusal import Refusal


class NoSuchApproval(Refusal):
    """Nothing of that id was asked of this member in this session."""

    code = "no_such_approval"


class NotApproved(Refusal):
    """Nobody approved this: ask first."""

    code = "not_approved"


class ApprovalExpired(Refusal):
    """It was asked too long ago: ask again."""

    code = "approval_expired"


class ApprovalUsed(Refusal):
    """It served already, and serves once."""

    code = "approval_used"


class ApprovalMismatch(Refusal):
    """Something else was approved than what is about to be done; it serves nothing now."""

    code = "approval_mismatch"


class ApprovalVoided(Refusal):
    """It serves no more; `why` says what happened."""

    code = "approval_voided"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why


class AlreadyApproved(Refusal):
    """There is nothing left to prove: go on."""

    code = "already_approved"


class PinFirst(Refusal):
    """The code comes after the PIN."""

    code = "pin_first"


class PasskeyNeeded(Refusal):
    """No secret, or four digits where they approve nothing: a passkey does, or a long secret."""

    code = "passkey_needed"


class NoContact(Refusal):
    """There is no address on file a code could go to: a passkey approves, or the office."""

    code = "no_contact"


def held(session: OfficeSession, approval_id: UUID) -> Approval:
    """What was asked in this very session; nobody else moves it until the transaction ends.

    Raises NoSuchApproval.
    """
    approval = (
        Approval.objects.select_for_update()
        .filter(id=approval_id, session=session, member_id=session.member_id)
        .first()
    )
    if approval is None:
        raise NoSuchApproval
    return approval


def closed(approval: Approval, at: datetime) -> Refusal | None:
    """Why it serves nothing any more; None while it does."""
    if approval.used_at is not None:
        return ApprovalUsed()
    if approval.voided_at is not None:
        return ApprovalVoided(approval.voided_why)
    return ApprovalExpired() if at >= approval.expires_at else None


def unprovable(approval: Approval, at: datetime) -> Refusal | None:
    """Why no proof is taken for it now; None when one is."""
    closed_by = closed(approval, at)
    if closed_by is None and approval.approved_at is not None:
        return AlreadyApproved()
    return closed_by


def void(approval: Approval, why: str, at: datetime) -> None:
    """It serves nothing from now on."""
    approval.voided_at, approval.voided_why, approval.code_digest = at, why, None
    approval.save(update_fields=["voided_at", "voided_why", "code_digest"])


def void_all(member_id: UUID, why: str, at: datetime) -> None:
    """Nothing this member was asked, or approved and did not do yet, serves from now on."""
    open_ones = Approval.objects.filter(member_id=member_id, used_at=None, voided_at=None)
    open_ones.update(voided_at=at, voided_why=why, code_digest=None)


def approve(approval: Approval, method: str, at: datetime) -> None:
    """It may be used, once."""
    approval.approved_at, approval.method, approval.code_digest = at, method, None
    approval.save(update_fields=["approved_at", "method", "code_digest"])
