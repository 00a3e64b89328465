"""«Frase de seguridad», questions and image (S8): the last step of a registration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import (
    code_messages,
    enrolments,
    flows,
    images,
    mailed_links,
    security_answers,
    trail,
)
from minga.access.locks import take_turns
from minga.access.models import Credential, Enrolment, Flow, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.phrase_rules import phrase_fault, tidy_phrase
from minga.access.pin_signer import SealedSecret
from minga.access.policy import policy
from minga.access.security_images.catalog import BY_SLUG
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member

QUESTIONS_ASKED = 3


class SecurityRefused(Refusal):
    """What was chosen will not do. Details: `faults`, tuples (part, why).

    Parts: "image" (missing), "phrase" (a PhraseFault), "question_N" (unknown, twice), "answer_N"
    (an AnswerFault), N from 1.
    """

    code = "security_refused"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(faults=tuple(faults))
        self.faults = tuple(faults)


class AlreadyRegistered(Refusal):
    """Another registration of the same member was finished first."""

    code = "already_registered"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the member chose; `image` is the opaque token it was shown under.

    Three questions with their answers; none where the cooperative asks none.
    """

    phrase: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    image: str


def register_security(
    *, token: str, chosen: Chosen, browser_token: str, by: Visitor, at: datetime
) -> str:
    """Finishes the registration and enrols this browser; returns the browser's token.

    Refuses with SecurityRefused (everything that is wrong, at once), AlreadyRegistered, SignerBusy,
    FlowExpired, FlowElsewhere.
    """
    flow = flows.at_stage(token, FlowKind.REGISTER, Stage.SECURITY, at)
    member = flow.member
    if member is None:
        raise flows.FlowExpired
    image = images.slug_of(flow, chosen.image)
    asks_questions = not policy(at).is_strict
    faults = _faults(chosen, image, member, asks_questions=asks_questions)
    if image is None or faults:
        raise SecurityRefused(faults)
    sealed = {}
    if asks_questions:
        sealed = security_answers.sealed_for(member, chosen.questions, chosen.answers)
    return _finish(
        token, member.id, tidy_phrase(chosen.phrase), image, sealed, browser_token, by, at
    )


@retried
def _finish(
    token: str,
    member_id: UUID,
    phrase: str,
    image: str,
    sealed: dict[str, SealedSecret],
    browser_token: str,
    by: Visitor,
    at: datetime,
) -> str:
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.SECURITY, at)
        member = Member.objects.get(id=member_id)
        take_turns("access.credential", member.id.bytes)
        outcome: str | AlreadyRegistered
        if Credential.objects.filter(member=member).exists():
            outcome = AlreadyRegistered()
        else:
            _create_credential(flow, member, phrase, image, sealed, at)
            outcome = enrolments.enrol(
                Enrolment(member=member, proven_at=at),
                browser_token=browser_token,
                policy=policy(at),
                by=by,
                at=at,
            )
            mailed_links.end_ways_in(member.id, at)
            code_messages.notify("registered", member, at, by)
        flow.stage, flow.sealed_pin = Stage.DONE, None
        flow.save(update_fields=["stage", "sealed_pin"])
        trail.note(at=at, who=member.id, action="registered", result=result_code(outcome), by=by)
    return settled(outcome)


def _create_credential(
    flow: Flow,
    member: Member,
    phrase: str,
    image: str,
    sealed: dict[str, SealedSecret],
    at: datetime,
) -> None:
    if flow.sealed_pin is None:
        raise flows.FlowExpired
    credential = Credential.objects.create(
        member=member,
        sealed_pin=bytes(flow.sealed_pin),
        image=image,
        phrase=phrase,
        is_long=flow.is_long,
        registered_at=at,
    )
    security_answers.keep(credential, sealed)


def _question_faults(chosen: Chosen) -> list[tuple[str, str]]:
    if (len(chosen.questions), len(chosen.answers)) != (QUESTIONS_ASKED, QUESTIONS_ASKED):
        return [("question_1", "unknown")]
    return security_answers.question_faults(chosen.questions, chosen.answers)


def _faults(
    chosen: Chosen, image: str | None, member: Member, *, asks_questions: bool
) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    names = [*member.given_names.split(), *member.surnames.split()]
    why = phrase_fault(
        tidy_phrase(chosen.phrase),
        image_name=BY_SLUG[image].alt if image else "",
        person_names=names,
    )
    if why is not None:
        faults.append(("phrase", why))
    if asks_questions:
        faults += _question_faults(chosen)
    if image is None:
        faults.append(("image", "missing"))
    return faults
