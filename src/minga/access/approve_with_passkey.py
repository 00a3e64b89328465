"""Approving with a passkey: what is signed is the digest of what is approved."""

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from minga.access import (
    approval_codes,
    approvals,
    code_messages,
    passkey_assertion,
    sessions,
    trail,
)
from minga.access.models import Approval, OfficeSession, PasskeyPurpose
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import CHALLENGE_BYTES, Asked
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit import outbox
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member

METHOD = "passkey"
NOTICE = "approved_by_passkey"


@retried
def begin(*, session_token: str, approval_id: UUID, site: Site, at: datetime) -> str:
    """The options with which the browser asks for a signature, as JSON.

    The challenge is SHA-256 of the intent's digest and a nonce kept with the approval: a signature
    of anything else, or of the same intent asked another time, does not fit. Refuses with
    SessionOver, NoSuchApproval and the refusals of `approvals.unprovable`.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        approval = approvals.held(session, approval_id)
        outcome: str | Refusal | None = approvals.unprovable(approval, at)
        if outcome is None:
            approval.nonce = secrets.token_bytes(CHALLENGE_BYTES)
            approval.save(update_fields=["nonce"])
            outcome = passkey_assertion.ask(
                _asked(session_token, session),
                site,
                policy=policy(at),
                at=at,
                challenge=challenge_of(approval),
            )
    return settled(outcome)


@retried
def finish(
    *,
    session_token: str,
    approval_id: UUID,
    answer: str,
    site: Site,
    by: Visitor,
    at: datetime,
) -> None:
    """Approves with a signature by one of the member's keys, and tells them what was approved:
    browsers do not show what they sign.

    Refuses with SessionOver, NoSuchApproval, PasskeyRefused and the refusals of
    `approvals.unprovable`.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        approval = approvals.held(session, approval_id)
        outcome = approvals.unprovable(approval, at) or _judged(
            approval, _asked(session_token, session), answer, site, by, at
        )
        if outcome is None:
            approvals.approve(approval, METHOD, at)
            _tell(approval, by, at)
        detail = {"approval": str(approval_id)}
        if isinstance(outcome, PasskeyRefused):
            detail["why"] = outcome.why
        trail.note(
            at=at,
            who=session.member_id,
            action="approve_with_passkey",
            result=result_code(outcome),
            by=by,
            detail={**detail},
        )
    settled(outcome)


def challenge_of(approval: Approval) -> bytes:
    """What a key signs to approve this; without a nonce of its own there is nothing to sign."""
    return sha256(bytes(approval.intent_digest) + bytes(approval.nonce or b"")).digest()


def _asked(session_token: str, session: OfficeSession) -> Asked:
    return Asked(PasskeyPurpose.APPROVE, session_token, session.member_id)


def _judged(
    approval: Approval, asked: Asked, answer: str, site: Site, by: Visitor, at: datetime
) -> PasskeyRefused | None:
    if approval.nonce is None:
        return PasskeyRefused("challenge", approval.member_id)
    expected = challenge_of(approval)
    checked = passkey_assertion.check(asked, answer, site, by=by, at=at, challenge=expected)
    return checked if isinstance(checked, PasskeyRefused) else None


def _tell(approval: Approval, by: Visitor, at: datetime) -> None:
    member = Member.objects.get(id=approval.member_id)
    context = code_messages.notice_words(member, at, by) | approval_codes.words(approval)
    link = code_messages.block_link(member, at) if member.email else {}
    outbox.publish(
        "notice",
        {
            "kind": NOTICE,
            "email": member.email,
            "mobile": member.mobile,
            "context": context,
        }
        | link,
    )
