"""Asking a member to approve one operation, in words they read before proving who they are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import money_holds, trail
from minga.access.intent import Intent
from minga.access.models import Approval, OfficeSession
from minga.access.money_holds import MoneyHeld
from minga.access.outcome import result_code, settled
from minga.access.policy import policy
from minga.access.sessions import SessionOver
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


@retried
def ask_approval(
    *,
    member_id: UUID,
    session_id: UUID,
    intent: Intent,
    return_to: str = "",
    by: Visitor,
    at: datetime,
) -> UUID:
    """Writes down what is to be approved; returns the approval's id.

    `return_to`: the page of ours that goes on afterwards. Another of this session that was asked
    for the same operation and is not approved yet is void: the newest question stands. Refuses with
    SessionOver, and MoneyHeld while nothing may leave the member's hands.
    """
    with transaction.atomic(durable=True):
        session = _living(member_id, session_id, at)
        held = money_holds.held_until(member_id, at) if intent.leaves_hands else None
        outcome: Approval | Refusal = (
            _ask(session, intent, return_to, at) if held is None else MoneyHeld(held)
        )
        detail = {"operation": intent.operation, "intent": intent.digest.hex()}
        if isinstance(outcome, Approval):
            detail["approval"] = str(outcome.id)
        trail.note(
            at=at,
            who=member_id,
            action="ask_approval",
            result=result_code(outcome),
            by=by,
            detail={**detail},
        )
    return settled(outcome).id


def _living(member_id: UUID, session_id: UUID, at: datetime) -> OfficeSession:
    session = (
        OfficeSession.objects.select_for_update()
        .filter(id=session_id, member_id=member_id, ended_at=None, expires_at__gt=at)
        .first()
    )
    if session is None:
        raise SessionOver
    return session


def _ask(session: OfficeSession, intent: Intent, return_to: str, at: datetime) -> Approval:
    pending = Approval.objects.filter(
        session=session, operation=intent.operation, approved_at=None, voided_at=None
    )
    pending.update(voided_at=at, voided_why="asked_again", code_digest=None)
    return Approval.objects.create(
        member_id=session.member_id,
        session=session,
        operation=intent.operation,
        intent=intent.text,
        intent_digest=intent.digest,
        labels=list(intent.details),
        amount=intent.amount.amount if intent.amount else None,
        destination=intent.destination,
        return_to=return_to,
        asked_at=at,
        expires_at=at + policy(at).approval_life,
    )
