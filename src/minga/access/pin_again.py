"""The PIN once more, inside a session, for what a session alone may not do; or a passkey
(`prove_with_passkey`)."""

from dataclasses import dataclass
from datetime import datetime

from minga.access import pin_gate, sessions, spraying, trail
from minga.access.decoy import NOBODY, decoy_pin
from minga.access.models import Credential, Flow, OfficeSession
from minga.access.outcome import result_code
from minga.access.pin_gate import Tried
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.policy import AccessPolicy
from minga.access.signer.record import same_sealing
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal


class PinNeeded(Refusal):
    """The sign-in was a while ago: the PIN must come along."""

    code = "pin_needed"


class SignInAgain(Refusal):
    """The sign-in was a while ago, and in a browser where no PIN may be tried: sign in again."""

    code = "sign_in_again"


class PasskeyFirst(Refusal):
    """This member has no PIN: a passkey proves it."""

    code = "passkey_first"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the signer said of a PIN, and the record it was checked against."""

    sealed: SealedSecret
    mark: bytes | None  # stands for a wrong PIN; None for the right one


def is_recent(session: OfficeSession, in_force: AccessPolicy, at: datetime) -> bool:
    """Whether the sign-in itself, or a passkey since, is proof enough."""
    return at < max(session.started_at, session.proven_at or session.started_at) + in_force.recent


def was_proven(session: OfficeSession, what: str, in_force: AccessPolicy, at: datetime) -> bool:
    """Whether a passkey just proved it for this very thing."""
    if session.proven_at is None or session.proven_for != what:
        return False
    return at < session.proven_at + in_force.recent


def ask_signer(session: OfficeSession, pin: str, at: datetime) -> Answered | None:
    """Checks a PIN outside any transaction, since it takes its time; decides nothing.

    None when there is nothing to check: none was typed, or none may be tried in this session.
    Raises SignerBusy.
    """
    if not pin or session.enrolment_id is None:
        return None
    credential = pin_gate.read(place(session)).credential
    if credential is not None and credential.sealed_pin is None:
        return None
    sealed = SealedSecret(bytes(credential.sealed_pin or b"")) if credential else decoy_pin()
    owner = credential.member_id if credential else NOBODY
    matches = signer().check(subject=owner, secret=pin, purpose=Purpose.PIN, sealed=sealed)
    return Answered(sealed, None if matches else spraying.mark_of(pin, at))


def refusal(
    session: OfficeSession,
    answered: Answered | None,
    *,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> Refusal | None:
    """Why the PIN does not open this now; None when it does, or when the sign-in is recent.

    In the caller's transaction, with `session` held. A wrong PIN counts exactly as at the sign-in,
    in the same browser, and the one that closes the gate there ends this session too. Returned, to
    be raised after the commit: PinNeeded, SignInAgain, PasskeyFirst, WrongPin, PinWaits,
    BrowserRevoked, PinDisabled.
    """
    if is_recent(session, in_force, at):
        return None
    return refusal_always(session, answered, in_force=in_force, by=by, at=at)


def refusal_always(
    session: OfficeSession,
    answered: Answered | None,
    *,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
    what: str = "",
) -> Refusal | None:
    """As `refusal`, however recent the sign-in is: for what replaces the secrets themselves.

    A passkey that just proved it for `what` takes the place of the PIN, once. PasskeyFirst where
    there is no PIN.
    """
    if what and was_proven(session, what, in_force, at):
        OfficeSession.objects.filter(id=session.id).update(proven_at=None, proven_for="")
        return None
    if not Credential.objects.filter(member_id=session.member_id, sealed_pin=None).exists():
        return _judged(session, answered, in_force=in_force, by=by, at=at)
    return PasskeyFirst()


def _judged(
    session: OfficeSession,
    answered: Answered | None,
    *,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> Refusal | None:
    if session.enrolment_id is None:
        return SignInAgain()
    if answered is None:
        return PinNeeded()
    tried = pin_gate.hold(place(session))
    before = tried.enrolment.failures
    outcome = _decided(tried, answered, in_force, at)
    if isinstance(outcome, pin_gate.BrowserRevoked | pin_gate.PinDisabled):
        sessions.end_all(session.member_id, "wrong_pins", at)
    trail.note(
        at=at,
        who=session.member_id,
        action="pin_again",
        result=result_code(outcome),
        by=by,
        detail={trail.WRONG_PIN: 1} if tried.enrolment.failures > before else None,
    )
    return outcome


def _decided(
    tried: Tried, answered: Answered, in_force: AccessPolicy, at: datetime
) -> Refusal | None:
    closed = pin_gate.closed(tried, at)
    if closed is not None:
        return closed
    now = bytes(tried.credential.sealed_pin or b"") if tried.credential else b""
    if not same_sealing(now, answered.sealed):
        return PinNeeded()  # the PIN was changed meanwhile
    if answered.mark is not None:
        return pin_gate.count_wrong(tried, in_force, answered.mark, at)
    pin_gate.forgive(tried)
    return None


def place(session: OfficeSession) -> Flow:
    """Where the tries of this session are counted: the gate reads it from a sign-in's flow."""
    return Flow(member_id=session.member_id, enrolment_id=session.enrolment_id)
