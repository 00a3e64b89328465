"""«Cambiar preguntas» from inside: what it asks for and what it replaces."""

from typing import Any

import pytest

from minga.access import sessions
from minga.access.change_questions import NoQuestions, change_questions
from minga.access.models import Credential, SealedAnswer
from minga.access.pin_gate import WrongPin
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.register_security import SecurityRefused
from minga.access.rules import folded_answer
from minga.access.tests import cast
from minga.access.tests.cast import ANSWERS, PIN, QUESTIONS, Person, later
from minga.access.tests.test_change_pin import WRONG, inside
from minga.kit.models import Parameter

pytestmark = pytest.mark.django_db


def change(person: Person, **other: Any) -> None:
    values: dict[str, Any] = {"pin": PIN, "questions": QUESTIONS, "answers": ANSWERS}
    change_questions(
        session_token=person.session, by=person.by, at=later(minutes=2), **(values | other)
    )


def test_keeps_the_new_answers_and_none_of_the_old_ones() -> None:
    person, who = inside()
    change(person)
    rows = {one.question: one for one in SealedAnswer.objects.filter(credential_id=who.id)}
    assert set(rows) == set(QUESTIONS)
    assert signer().check(
        subject=who.id, secret=folded_answer(ANSWERS[0]), purpose=Purpose.ANSWER,
        sealed=SealedSecret(bytes(rows[QUESTIONS[0]].sealed)),
    )  # fmt: skip


def test_changes_nothing_and_counts_when_the_pin_is_wrong() -> None:
    person, who = inside()
    with pytest.raises(WrongPin):
        change(person, pin=WRONG)
    assert SealedAnswer.objects.get(credential_id=who.id).question == cast.QUESTION
    assert Credential.objects.get(member=who).failures == 1


def test_says_everything_that_is_wrong_before_it_asks_the_signer() -> None:
    person, who = inside()
    with pytest.raises(SecurityRefused) as refusal:
        change(person, pin=WRONG, answers=("a", *ANSWERS[1:]), questions=(QUESTIONS[0],) * 3)
    assert {part for part, _ in refusal.value.faults} == {"question_2", "question_3", "answer_1"}
    assert Credential.objects.get(member=who).failures == 0


def test_ends_the_other_sessions_and_tells_every_address() -> None:
    person, who = inside(mobile="+573001234567")
    other = cast.stranger()
    other.sign_in_anew(who, later(seconds=61))
    with cast.outbox_watched() as published:
        change(person)
    assert sessions.member_inside(other.session, later(minutes=2)) is None
    assert sessions.member_inside(person.session, later(minutes=2)) is not None
    assert [one.payload["kind"] for one in published] == ["questions_changed"] * 2


def test_has_no_questions_to_change_in_the_strict_profile() -> None:
    person, _ = inside()
    Parameter.objects.filter(key="access.profile").update(value="1")
    with pytest.raises(NoQuestions):
        change(person)
