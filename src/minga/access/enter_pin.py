"""«Clave» and «Ingresar» (S4): the PIN opens the office, or the step before it."""

from datetime import datetime

from django.db import transaction

from minga.access import flows, let_in, pin_gate, spraying, trail
from minga.access.decoy import NOBODY, decoy_pin
from minga.access.let_in import Knock, SignedIn
from minga.access.models import Credential, Flow, FlowKind, Stage
from minga.access.outcome import result_code
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.policy import policy
from minga.access.reseal import reseal
from minga.access.signer.record import same_sealing
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


def enter_pin(
    *,
    token: str,
    pin: str,
    remembers: bool = True,
    browser_token: str,
    session_token: str,
    by: Visitor,
    at: datetime,
) -> SignedIn | Stage:
    """Opens a session for a flow that waits for its PIN, or says which step comes before that.

    A browser that a code verified answers a question first (QUESTION), where members have any; a
    PIN that may serve no longer is changed first (PIN_CHANGE). With no question to come, the
    browser is enrolled if it `remembers`. Each wrong PIN is counted, exactly, however many arrive
    at once: the answer of the signer is used only by a try that the counters allow, decided under
    the rows' locks. Refuses with WrongPin, PinWaits, BrowserRevoked, PinDisabled, SignerBusy
    (nothing counted), NoSecret, FlowExpired, FlowElsewhere.
    """
    knock = Knock(token, browser_token, session_token, by, at)
    tried = pin_gate.read(flows.at_stage(token, FlowKind.SIGN_IN, Stage.PIN, at))
    # The cheap question first: a closed gate costs no hash.
    if pin_gate.closed(tried, at) is not None:
        return _decide(knock, None, mark=None, remembers=remembers)
    sealed = _sealed_pin(tried.credential)
    # Outside any transaction: the signer may be another process, and it takes its time.
    matches = signer().check(
        subject=tried.credential.member_id if tried.credential else NOBODY,
        secret=pin,
        purpose=Purpose.PIN,
        sealed=sealed,
    )
    mark = None if matches else spraying.mark_of(pin, at)
    done = _decide(knock, sealed, mark=mark, remembers=remembers)
    if tried.credential is not None:
        reseal(subject=tried.credential.member_id, secret=pin, purpose=Purpose.PIN, sealed=sealed)
    return done


@retried
def _decide(
    knock: Knock, sealed: SealedSecret | None, *, mark: bytes | None, remembers: bool
) -> SignedIn | Stage:
    """`sealed` is the record the PIN was checked against, None when it was not checked; `mark`
    stands for a wrong one, None for the right one."""
    with transaction.atomic(durable=True):
        flow = flows.held(knock.token, FlowKind.SIGN_IN, Stage.PIN, knock.at)
        tried = pin_gate.hold(flow)
        in_force = policy(knock.at)
        detail: dict[str, str | int] = {}
        closed = pin_gate.closed(tried, knock.at)
        outcome: SignedIn | Stage | Refusal
        if closed is not None:
            outcome = closed
        elif not _is_same(sealed, tried.credential):
            outcome = flows.FlowExpired()  # the PIN was changed meanwhile: begin again
        elif mark is None:
            _keep_choice(flow, remembers)
            outcome = let_in.after_pin(tried, knock, in_force)
        else:
            outcome = pin_gate.count_wrong(tried, in_force, mark, knock.at)
            detail[trail.WRONG_PIN] = 1
        detail["failures"] = tried.enrolment.failures
        trail.note(
            at=knock.at,
            who=tried.enrolment.member_id,
            action="enter_pin",
            result=result_code(outcome),
            by=knock.by,
            detail=detail,
        )
    if isinstance(outcome, Refusal):  # as `outcome.settled` does, for more than one good end
        raise outcome
    return outcome


def _keep_choice(flow: Flow, remembers: bool) -> None:
    flow.remembers = remembers
    flow.save(update_fields=["remembers"])


def _is_same(sealed: SealedSecret | None, credential: Credential | None) -> bool:
    return sealed is not None and same_sealing(sealed, _sealed_pin(credential))


def _sealed_pin(credential: Credential | None) -> SealedSecret:
    kept = credential.sealed_pin if credential else None
    return SealedSecret(bytes(kept)) if kept is not None else decoy_pin()
