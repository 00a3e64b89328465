"""«Cambiar preguntas», from inside the office."""

from datetime import datetime

from minga.access import guarded_change, pin_again, security_answers, sessions
from minga.access.guarded_change import Change
from minga.access.policy import policy
from minga.access.register_security import SecurityRefused
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.members.models import Member

Three = tuple[str, str, str]


class NoQuestions(Refusal):
    """This cooperative asks nobody security questions."""

    code = "no_questions"


def change_questions(
    *, session_token: str, pin: str, questions: Three, answers: Three, by: Visitor, at: datetime
) -> None:
    """Replaces the questions and answers of the session's member, if `pin` is the one in force.

    A wrong PIN counts exactly as at the sign-in. Refuses with NoQuestions, SecurityRefused
    (everything that is wrong, at once), SessionOver, SignerBusy, PinNeeded, SignInAgain, WrongPin,
    PinWaits, BrowserRevoked, PinDisabled.
    """
    session = sessions.living(session_token, at)
    if policy(at).is_strict:
        raise NoQuestions
    faults = security_answers.question_faults(questions, answers)
    if faults:
        raise SecurityRefused(faults)
    member = Member.objects.get(id=session.member_id)
    # Sealed whatever the PIN is worth: the time it takes must not tell.
    sealed = security_answers.sealed_for(member, questions, answers)
    guarded_change.carry_out(
        Change(
            "change_questions",
            "questions_changed",
            lambda credential: security_answers.keep(credential, sealed),
        ),
        session_token=session_token,
        answered=pin_again.ask_signer(session, pin, at),
        by=by,
        at=at,
    )
