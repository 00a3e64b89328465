"""The question of an unknown browser: what a right answer opens and what a wrong one costs."""

import pytest

from minga.access import pin_gate, sessions
from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.let_in import SignedIn
from minga.access.models import (
    Browser,
    Credential,
    Enrolment,
    OfficeSession,
    PinBlock,
    SealedAnswer,
    Stage,
)
from minga.access.pin_gate import AnswersSpent, PinDisabled, WrongAnswer
from minga.access.pin_signer import Purpose, SealedSecret, SignerBusy, signer
from minga.access.queries import pin_page, question_page
from minga.access.questions import QUESTIONS
from minga.access.tests import cast
from minga.access.tests.cast import ANSWER, AT, PIN, Person, later
from minga.access.tests.recovery_cast import with_mobile
from minga.audit.models import AuditEvent
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
WRONG = "Anselmo"


def asked() -> tuple[Person, Member]:
    """A member before the question, the code and the PIN being right."""
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    person.try_code(cast.code_sent_to(who))
    assert person.try_pin(PIN) == Stage.QUESTION
    return person, who


def refused(person: Person, answer: str = WRONG) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        person.answer(answer)
    return refusal.value


def test_opens_the_office_and_remembers_the_browser() -> None:
    person, who = asked()
    assert not OfficeSession.objects.filter(member=who).exists()
    person.inside(person.answer())
    assert sessions.member_inside(person.session, AT) is not None
    assert person.identify(who.document_number).stage == Stage.PIN
    person.enter(PIN)


@pytest.mark.parametrize("typed", ["aurelio", " AURÉLIO ", "Au relio"])
def test_takes_an_answer_as_people_write_it(typed: str) -> None:
    person, _ = asked()
    assert isinstance(person.answer(typed), SignedIn)


def test_opens_the_office_and_forgets_a_borrowed_browser() -> None:
    person, who = asked()
    with cast.outbox_watched() as published:
        done = person.inside(person.answer(remembers=False))
    assert done.browser_token is None
    assert [one.payload["kind"] for one in published] == ["browser_used"]
    assert not Browser.objects.filter(enrolments__member=who).exists()
    session = OfficeSession.objects.get(member=who)
    assert session.enrolment is not None
    assert session.enrolment.enrolled_at is None
    assert person.identify(who.document_number, later(minutes=2)).stage == Stage.CODE


@pytest.mark.parametrize(
    ("remembers", "answer", "kind"),
    [(False, ANSWER, "browser_used"), (True, ANSWER, "browser_enrolled"),
     (True, WRONG, "answers_failed")],
)  # fmt: skip
def test_tells_every_address_on_file(remembers: bool, answer: str, kind: str) -> None:
    """Whoever reads one of them cannot hide it from the other."""
    who, person = with_mobile(), cast.stranger()
    person.identify(who.document_number)
    person.try_code(cast.code_sent_to(who))
    person.try_pin(PIN)
    with cast.outbox_watched() as published:
        for _ in range(3 if answer == WRONG else 1):
            try:
                person.answer(answer, remembers=remembers)
            except Refusal:
                continue
    told = [one.payload for one in published if one.topic == "notice"]
    assert {one["kind"] for one in told} == {kind}
    assert [(one["email"], one["mobile"]) for one in told] == [(who.email, ""), ("", who.mobile)]


def test_asks_the_same_question_until_it_is_answered() -> None:
    who, person = cast.member(), cast.stranger()
    cast.stranger().register_all(who)
    person.identify(who.document_number, later(minutes=2))
    person.try_code(cast.code_sent_to(who), later(minutes=2))
    person.try_pin(PIN, later(minutes=2))
    first = question_page(person.sign_in, later(minutes=2)).question
    assert first in {QUESTIONS[slug] for slug in cast.QUESTIONS}
    for minutes in (3, 4):
        with pytest.raises(WrongAnswer):
            person.answer(WRONG, later(minutes=minutes))
        assert person.identify(who.document_number, later(minutes=minutes)).stage == Stage.QUESTION
        assert question_page(person.sign_in, later(minutes=minutes)).question == first


def test_asks_each_of_the_three_questions_sooner_or_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who = cast.member()
    cast.stranger().register_all(who)
    seen = set()
    for nth in range(3):
        monkeypatch.setattr("minga.access.let_in.secrets.choice", lambda all_, n=nth: all_[n])
        person, at = cast.stranger(), later(days=nth + 1)
        person.identify(who.document_number, at)
        person.try_code(cast.code_sent_to(who), at)
        person.try_pin(PIN, at)
        seen.add(person.flow_at(at).question)
        person.inside(person.answer(cast.answer_to(person.flow_at(at)), at))
    assert seen == set(cast.QUESTIONS)


def test_asks_nothing_in_a_known_browser() -> None:
    person, who = asked()
    person.inside(person.answer())
    person.identify(who.document_number)
    assert isinstance(person.try_pin(PIN), SignedIn)


def test_ends_the_sign_in_at_the_third_wrong_answer_and_warns_the_member() -> None:
    person, who = asked()
    for left in (2, 1):
        refusal = refused(person)
        assert isinstance(refusal, WrongAnswer)
        assert refusal.tries_left == left
    with cast.outbox_watched() as published:
        assert isinstance(refused(person), AnswersSpent)
    assert [one.payload["kind"] for one in published] == ["answers_failed"]
    assert isinstance(refused(person, ANSWER), FlowExpired)
    assert person.identify(who.document_number, later(minutes=2)).stage == Stage.CODE
    assert not OfficeSession.objects.filter(member=who).exists()
    assert Enrolment.objects.get(member=who).ended_why == "wrong_answers"


def test_counts_wrong_answers_in_the_row_of_ten_that_disables_the_pin() -> None:
    """The right PIN in between forgives nothing: only the open door does."""
    who = cast.registered()
    ended: list[Refusal] = []
    for nth in range(4):
        person, at = cast.stranger(), later(hours=nth * 2)
        person.identify(who.document_number, at)
        person.try_code(cast.code_sent_to(who), at)
        assert person.try_pin(PIN, at) == Stage.QUESTION
        for _ in range(3 if nth < 3 else 1):
            with pytest.raises(Refusal) as refusal:
                person.answer(WRONG, at)
            ended.append(refusal.value)
    assert isinstance(ended[-1], PinDisabled)
    assert PinBlock.objects.filter(credential=who.id).count() == 1
    with pytest.raises(PinDisabled):
        person.answer(ANSWER, later(hours=6))
    assert question_page(person.sign_in, later(hours=6)).closed is not None


def test_would_be_guessed_if_wrong_answers_were_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pin_gate, "count_wrong_answer", lambda *_: WrongAnswer(2))
    person, _ = asked()
    for _ in range(6):
        refused(person)
    person.inside(person.answer())


def test_forgives_wrong_answers_at_the_door() -> None:
    person, who = asked()
    refused(person)
    assert Credential.objects.get(member=who).failures == 1
    person.inside(person.answer())
    assert Credential.objects.get(member=who).failures == 0


def test_cannot_be_answered_before_the_pin() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    with pytest.raises(FlowElsewhere):
        person.answer()
    person.try_code(cast.code_sent_to(who))
    with pytest.raises(FlowElsewhere):
        person.answer()


def test_opens_one_session_for_one_flow() -> None:
    person, who = asked()
    person.inside(person.answer())
    with pytest.raises(FlowElsewhere):
        person.answer()
    assert OfficeSession.objects.filter(member=who).count() == 1


def test_begins_again_when_the_questions_were_changed_meanwhile() -> None:
    person, who = asked()
    SealedAnswer.objects.filter(credential=who.id).update(question="primer-viaje")
    assert isinstance(refused(person, ANSWER), FlowExpired)


def test_refuses_a_sealed_answer_copied_from_another_member_or_from_the_pin() -> None:
    person, who = asked()
    pin = Credential.objects.get(member=who).sealed_pin
    SealedAnswer.objects.filter(credential=who.id).update(sealed=pin)
    assert isinstance(refused(person, PIN), WrongAnswer)
    other = SealedAnswer.objects.get(credential=cast.registered().id)
    SealedAnswer.objects.filter(credential=who.id).update(sealed=other.sealed)
    assert isinstance(refused(person, ANSWER), WrongAnswer)


def test_counts_nothing_while_the_signer_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_: object) -> bool:
        raise SignerBusy

    person, who = asked()
    monkeypatch.setattr(signer(), "check", busy)
    assert isinstance(refused(person), SignerBusy)
    monkeypatch.undo()
    assert Credential.objects.get(member=who).failures == 0
    person.inside(person.answer())


def test_asks_nobody_who_has_no_questions_and_lets_the_pin_page_ask_to_remember() -> None:
    who, person = cast.registered(), cast.stranger()
    SealedAnswer.objects.filter(credential=who.id).delete()
    person.identify(who.document_number)
    person.try_code(cast.code_sent_to(who))
    assert pin_page(person.sign_in, AT).asks_to_remember
    assert isinstance(person.try_pin(PIN), SignedIn)


def test_lets_the_question_page_ask_to_remember_and_not_the_pin_page() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    person.try_code(cast.code_sent_to(who))
    assert not pin_page(person.sign_in, AT).asks_to_remember


def test_leaves_a_trace_of_every_try_without_the_answer() -> None:
    person, who = asked()
    refused(person)
    person.inside(person.answer())
    trail = AuditEvent.objects.filter(
        action="access.answer_question", subject=f"member:{who.id}"
    ).order_by("id")
    assert [one.result for one in trail] == ["wrong_answer", "done"]
    written = str([vars(one) for one in trail])
    assert WRONG not in written
    assert ANSWER not in written


def test_checks_the_answer_outside_any_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    person, _ = asked()
    depth = len(connection.savepoint_ids)
    seen: list[int] = []
    real = signer().check

    def check(*, subject: object, secret: str, purpose: Purpose, sealed: SealedSecret) -> bool:
        seen.append(len(connection.savepoint_ids))
        return real(subject=subject, secret=secret, purpose=purpose, sealed=sealed)  # type: ignore[arg-type]

    monkeypatch.setattr(signer(), "check", check)
    person.answer()
    assert seen == [depth]
