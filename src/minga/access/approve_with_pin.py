"""«Clave», «Enviar código»: the PIN, and then a code whose message says what is approved."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import approval_codes, approvals, pin_again, pin_gate, sessions, trail
from minga.access.approvals import NoContact, PasskeyNeeded
from minga.access.models import Approval, Credential, OfficeSession
from minga.access.outcome import result_code, settled
from minga.access.pin_again import Answered
from minga.access.pin_gate import WrongPin
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried

TOO_MANY_PINS = "wrong_pins"


def approve_with_pin(
    *, session_token: str, approval_id: UUID, pin: str, by: Visitor, at: datetime
) -> None:
    """Checks the PIN and sends the code. Wrong PINs count exactly as at the sign-in, in the same
    browser, and few of them void what was being approved.

    Refuses with SessionOver, NoSuchApproval, the refusals of `approvals.unprovable`, WrongPin,
    PinWaits, BrowserRevoked, PinDisabled, SignInAgain, PasskeyNeeded, NoContact, SignerBusy
    (nothing counted); and with ResendTooSoon or TooManyCodes when the PIN was right and the code
    has to wait.
    """
    session = sessions.living(session_token, at)
    # The cheap questions first: what cannot be approved costs no hash.
    is_open = _refusal_without_pin(session, approval_id, policy(at), at) is None
    _decide(
        session_token,
        approval_id,
        pin_again.ask_signer(session, pin, at) if is_open else None,
        by,
        at,
    )


def _refusal_without_pin(
    session: OfficeSession, approval_id: UUID, in_force: AccessPolicy, at: datetime
) -> Refusal | None:
    asked = Approval.objects.filter(id=approval_id, session=session).first()
    if asked is None:
        return approvals.NoSuchApproval()
    refusal = approvals.unprovable(asked, at) or short_secret(session, in_force)
    if refusal is not None or session.enrolment_id is None:
        return refusal
    return pin_gate.closed(pin_gate.read(pin_again.place(session)), at)


def short_secret(session: OfficeSession, in_force: AccessPolicy) -> PasskeyNeeded | None:
    """Where the profile is strict, four digits approve nothing, however many codes follow; and
    nowhere does who has no PIN."""
    enough = Credential.objects.filter(member_id=session.member_id, sealed_pin__isnull=False)
    if in_force.is_strict:
        enough = enough.filter(is_long=True)
    return None if enough.exists() else PasskeyNeeded()


@retried
def _decide(
    session_token: str, approval_id: UUID, answered: Answered | None, by: Visitor, at: datetime
) -> None:
    with transaction.atomic(durable=True):
        in_force = policy(at)
        session = sessions.held(session_token, at)
        approval = approvals.held(session, approval_id)
        outcome = approvals.unprovable(approval, at) or short_secret(session, in_force)
        if outcome is None:
            outcome = _judged(approval, session, answered, in_force, by, at)
        if outcome is None:
            outcome = _proven(approval, in_force, by, at)
        trail.note(
            at=at,
            who=session.member_id,
            action="approve_with_pin",
            result=result_code(outcome),
            by=by,
            detail={"approval": str(approval_id), "wrong_here": approval.pin_failures},
        )
    settled(outcome)


def _judged(
    approval: Approval,
    session: OfficeSession,
    answered: Answered | None,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> Refusal | None:
    """A wrong PIN counts here too, besides on the curve; one that was not tried does not."""
    if session.enrolment_id is not None:
        closed = pin_gate.closed(pin_gate.hold(pin_again.place(session)), at)
        if closed is not None:
            return closed
    refusal = pin_again.refusal_always(session, answered, in_force=in_force, by=by, at=at)
    if refusal is None or isinstance(refusal, pin_again.PinNeeded | pin_again.SignInAgain):
        return refusal
    approval.pin_failures += 1
    approval.save(update_fields=["pin_failures"])
    left = in_force.approval_pin_tries - approval.pin_failures
    if left <= 0:
        approvals.void(approval, TOO_MANY_PINS, at)
    if not isinstance(refusal, WrongPin):
        return refusal
    if left <= 0:
        return approvals.ApprovalVoided(TOO_MANY_PINS)
    return WrongPin(min(left, refusal.tries_left))


def _proven(
    approval: Approval, in_force: AccessPolicy, by: Visitor, at: datetime
) -> Refusal | None:
    refusal = approval_codes.send(approval, in_force, by, at)
    if not isinstance(refusal, NoContact):
        approval.pin_ok_at = approval.pin_ok_at or at
        approval.save(update_fields=["pin_ok_at"])
    return refusal
