"""Three security questions with their answers: whether they will do, sealed, and kept."""

from collections.abc import Mapping, Sequence

from minga.access.models import Credential, SealedAnswer
from minga.access.phrase_rules import answer_faults
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.questions import QUESTIONS
from minga.access.rules import folded_answer
from minga.members.models import Member


def question_faults(questions: Sequence[str], answers: Sequence[str]) -> list[tuple[str, str]]:
    """Everything that is wrong, as tuples (part, why); empty when nothing is.

    Parts: "question_N" (unknown, twice), "answer_N" (an AnswerFault), N from 1.
    """
    faults: list[tuple[str, str]] = []
    for nth, question in enumerate(questions, start=1):
        if question not in QUESTIONS:
            faults.append((f"question_{nth}", "unknown"))
        elif question in questions[: nth - 1]:
            faults.append((f"question_{nth}", "twice"))
    asked = [QUESTIONS.get(question, "") for question in questions]
    for nth, fault in enumerate(answer_faults(asked, answers), start=1):
        if fault is not None:
            faults.append((f"answer_{nth}", fault))
    return faults


def sealed_for(
    member: Member, questions: Sequence[str], answers: Sequence[str]
) -> dict[str, SealedSecret]:
    """Each question with the record of its answer, outside any transaction. Raises SignerBusy."""
    return {
        question: signer().seal(
            subject=member.id, secret=folded_answer(answer), purpose=Purpose.ANSWER
        )
        for question, answer in zip(questions, answers, strict=True)
    }


def keep(credential: Credential, sealed: Mapping[str, SealedSecret]) -> None:
    """These answers, and none of those before."""
    SealedAnswer.objects.filter(credential=credential).delete()
    SealedAnswer.objects.bulk_create(
        SealedAnswer(credential=credential, question=question, sealed=record)
        for question, record in sealed.items()
    )
