"""One security question, asked in a browser nobody enrolled, after the code and the PIN."""

from datetime import datetime

from django.db import transaction

from minga.access import code_messages, flows, let_in, pin_gate, trail
from minga.access.let_in import Knock, SignedIn
from minga.access.models import Flow, FlowKind, SealedAnswer, Stage
from minga.access.outcome import result_code
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.policy import policy
from minga.access.reseal import reseal
from minga.access.rules import folded_answer
from minga.access.signer.record import same_sealing
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


def answer_question(
    *,
    token: str,
    answer: str,
    remembers: bool,
    browser_token: str,
    session_token: str,
    by: Visitor,
    at: datetime,
) -> SignedIn | Stage:
    """Opens a session for a flow that waits for its answer; enrols the browser if it `remembers`.

    A PIN that may serve no longer is changed first (PIN_CHANGE). Each wrong answer is counted
    under the rows' locks: three end this sign-in, and each also counts in the row of ten failures
    that disable the PIN, since whoever answers has the PIN already. Refuses with WrongAnswer,
    AnswersSpent, PinDisabled, SignerBusy (nothing counted), FlowExpired, FlowElsewhere.
    """
    knock = Knock(token, browser_token, session_token, by, at)
    flow = flows.at_stage(token, FlowKind.SIGN_IN, Stage.QUESTION, at)
    if pin_gate.closed(pin_gate.read(flow), at) is not None:
        return _decide(knock, None, matches=False, remembers=remembers)
    sealed = _sealed_answer(flow)
    if sealed is None or flow.member_id is None:
        raise flows.FlowExpired  # the questions were changed meanwhile: begin again
    secret = folded_answer(answer)
    matches = signer().check(
        subject=flow.member_id, secret=secret, purpose=Purpose.ANSWER, sealed=sealed
    )
    done = _decide(knock, sealed, matches=matches, remembers=remembers)
    reseal(subject=flow.member_id, secret=secret, purpose=Purpose.ANSWER, sealed=sealed)
    return done


@retried
def _decide(
    knock: Knock, sealed: SealedSecret | None, *, matches: bool, remembers: bool
) -> SignedIn | Stage:
    """`sealed` is the record the answer was checked against; None when it was not checked."""
    with transaction.atomic(durable=True):
        flow = flows.held(knock.token, FlowKind.SIGN_IN, Stage.QUESTION, knock.at)
        tried = pin_gate.hold(flow)
        in_force = policy(knock.at)
        closed = pin_gate.closed(tried, knock.at)
        outcome: SignedIn | Stage | Refusal
        if closed is not None:
            outcome = closed
        elif not _is_same(sealed, flow):
            outcome = flows.FlowExpired()
        elif matches:
            flow.remembers = remembers
            flow.save(update_fields=["remembers"])
            outcome = let_in.after_question(tried, knock, in_force)
        else:
            outcome = pin_gate.count_wrong_answer(tried, in_force, knock.at)
            _warn(tried, outcome, knock)
        trail.note(
            at=knock.at,
            who=tried.enrolment.member_id,
            action="answer_question",
            result=result_code(outcome),
            by=knock.by,
            detail={"failures": flow.question_failures},
        )
    if isinstance(outcome, Refusal):  # as `outcome.settled` does, for more than one good end
        raise outcome
    return outcome


def _warn(tried: pin_gate.Tried, outcome: Refusal, knock: Knock) -> None:
    """Whoever used up the tries has the code and the PIN: the member must know."""
    if isinstance(outcome, (pin_gate.AnswersSpent, pin_gate.PinDisabled)):
        member = Member.objects.get(id=tried.enrolment.member_id)
        code_messages.notify("answers_failed", member, knock.at, knock.by, everywhere=True)


def _is_same(sealed: SealedSecret | None, flow: Flow) -> bool:
    now = _sealed_answer(flow)
    return sealed is not None and now is not None and same_sealing(sealed, now)


def _sealed_answer(flow: Flow) -> SealedSecret | None:
    row = SealedAnswer.objects.filter(credential_id=flow.member_id, question=flow.question).first()
    return SealedSecret(bytes(row.sealed)) if row else None
