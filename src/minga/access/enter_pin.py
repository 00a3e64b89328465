"""«Clave» and «Ingresar» (S4): the PIN opens the office."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.access import code_messages, enrolments, flows, pin_gate, sessions, trail
from minga.access.decoy import NOBODY, decoy_pin
from minga.access.models import Credential, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.pin_gate import Tried
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The tokens for the browser's cookies; `browser_token` only when it was enrolled just now."""

    session_token: str
    browser_token: str | None
    next_path: str


@dataclass(frozen=True, slots=True)
class _Knock:
    """One press of «Ingresar»."""

    token: str
    browser_token: str
    session_token: str
    by: Visitor
    at: datetime


def enter_pin(
    *, token: str, pin: str, browser_token: str, session_token: str, by: Visitor, at: datetime
) -> SignedIn:
    """Opens a session for a flow that waits for its PIN, and enrols a browser verified by a code.

    Each wrong PIN is counted, exactly, however many arrive at once: the answer of the signer is
    used only by a try that the counters allow, decided under the rows' locks. Refuses with
    WrongPin, PinWaits, BrowserRevoked, PinDisabled, SignerBusy (nothing counted), FlowExpired,
    FlowElsewhere.
    """
    knock = _Knock(token, browser_token, session_token, by, at)
    tried = pin_gate.read(flows.at_stage(token, FlowKind.SIGN_IN, Stage.PIN, at))
    # The cheap question first: a closed gate costs no hash.
    if pin_gate.closed(tried, at) is not None:
        return _decide(knock, None, matches=False)
    sealed = _sealed_pin(tried.credential)
    # Outside any transaction: the signer may be another process, and it takes its time.
    matches = signer().check(
        subject=tried.credential.member_id if tried.credential else NOBODY,
        secret=pin,
        purpose=Purpose.PIN,
        sealed=sealed,
    )
    return _decide(knock, sealed, matches=matches)


@retried
def _decide(knock: _Knock, sealed: SealedSecret | None, *, matches: bool) -> SignedIn:
    """`sealed` is the record the PIN was checked against; None when it was not checked."""
    with transaction.atomic(durable=True):
        flow = flows.held(knock.token, FlowKind.SIGN_IN, Stage.PIN, knock.at)
        tried = pin_gate.hold(flow)
        in_force = policy(knock.at)
        outcome: SignedIn | Refusal | None = pin_gate.closed(tried, knock.at)
        if outcome is None and sealed != _sealed_pin(tried.credential):
            outcome = flows.FlowExpired()  # the PIN was changed meanwhile: begin again
        elif outcome is None and matches:
            outcome = _open(tried, knock, in_force)
        elif outcome is None:
            outcome = pin_gate.count_wrong(tried, in_force, knock.at)
        trail.note(
            at=knock.at,
            who=tried.enrolment.member_id,
            action="enter_pin",
            result=result_code(outcome),
            by=knock.by,
            detail={"failures": tried.enrolment.failures},
        )
    return settled(outcome)


def _open(tried: Tried, knock: _Knock, in_force: AccessPolicy) -> SignedIn:
    pin_gate.forgive(tried)
    browser_token = None
    if tried.enrolment.enrolled_at is None:
        browser_token = enrolments.enrol(
            tried.enrolment,
            browser_token=knock.browser_token,
            policy=in_force,
            by=knock.by,
            at=knock.at,
        )
        member = Member.objects.get(id=tried.enrolment.member_id)
        code_messages.notify("browser_enrolled", member, knock.at, knock.by)
    previous = tried.credential.last_sign_in_at if tried.credential else None
    Credential.objects.filter(member_id=tried.enrolment.member_id).update(last_sign_in_at=knock.at)
    sessions.end(knock.session_token, "signed_in_again", knock.at)
    session_token = sessions.open_session(
        tried.enrolment, previous=previous, policy=in_force, by=knock.by, at=knock.at
    )
    tried.flow.stage = Stage.DONE
    tried.flow.save(update_fields=["stage"])
    return SignedIn(session_token, browser_token, tried.flow.next_path)


def _sealed_pin(credential: Credential | None) -> SealedSecret:
    return SealedSecret(bytes(credential.sealed_pin)) if credential else decoy_pin()
