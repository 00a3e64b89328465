"""«¿Olvidaste tus preguntas?»: the code, the ways it goes, and the new answers."""

from typing import Any

import pytest

from minga.access.codes import WrongCode
from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.models import ChannelUse, Credential, FlowKind, SealedAnswer, Stage
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.recovery_channels import Choice
from minga.access.register import OfficeOnly
from minga.access.register_security import SecurityRefused
from minga.access.resend_code import resend_code
from minga.access.sessions import member_inside
from minga.access.sources import TooManyNumbers
from minga.access.tests import cast
from minga.access.tests.cast import ANSWERS, AT, QUESTIONS, later
from minga.access.tests.recovery_cast import Forgetful, forgetful, with_mobile
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def sent(who: Member, choice: Choice, minutes: float = 0) -> list[str]:
    """Where the codes went."""
    with cast.outbox_watched() as published:
        forgetful().forgot_questions(who, choice, later(minutes=minutes))
    assert {one.topic for one in published} == {"access.code"}
    return [one.payload["to"] for one in published]


def proven(who: Member) -> Forgetful:
    person = forgetful()
    person.forgot_questions(who)
    person.try_questions_code(cast.code_sent_to(who))
    return person


def test_sends_the_code_by_the_chosen_way_or_the_same_one_by_both() -> None:
    who = with_mobile()
    assert sent(who, "sms") == [who.mobile]
    assert sent(who, "email", 1) == [who.email]
    assert sent(who, "both", 2) == [who.mobile, who.email]
    newest = [cast.codes_sent_to(to)[-1].payload["code"] for to in (who.mobile, who.email)]
    assert newest[0] == newest[1]


def test_sends_nothing_by_a_way_that_is_not_on_file() -> None:
    who = cast.registered()
    assert sent(who, "sms") == [""]
    assert sent(who, "both", 1) == ["", who.email]


def test_sends_as_many_messages_to_nobody() -> None:
    for nobody in (Member(document_type="CC", document_number=cast.number()), cast.member()):
        assert sent(nobody, "email") == [""]
        assert sent(nobody, "both", 1) == ["", ""]


def test_takes_new_questions_that_the_next_sign_in_asks() -> None:
    who = cast.registered()
    person = proven(who)
    person.change_questions()
    rows = SealedAnswer.objects.filter(credential=who.id)
    assert {one.question for one in rows} == set(QUESTIONS)
    sealed = SealedSecret(bytes(rows.get(question=QUESTIONS[1]).sealed))
    assert signer().check(subject=who.id, secret="rioclaro", purpose=Purpose.ANSWER, sealed=sealed)
    person.sign_in_anew(who, later(minutes=2))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"questions": (QUESTIONS[0], QUESTIONS[0], QUESTIONS[2])}, ("question_2", "twice")),
        ({"questions": ("x", QUESTIONS[1], QUESTIONS[2])}, ("question_1", "unknown")),
        ({"answers": ("a", *ANSWERS[1:])}, ("answer_1", "short")),
    ],
)
def test_says_what_is_wrong_with_the_new_questions(
    change: dict[str, Any], fault: tuple[str, str]
) -> None:
    who = cast.registered()
    person = proven(who)
    with pytest.raises(SecurityRefused) as refusal:
        person.change_questions(**change)
    assert refusal.value.faults == (fault,)
    assert SealedAnswer.objects.filter(credential=who.id, question=cast.QUESTION).exists()
    person.change_questions()


def test_ends_every_session_and_tells_every_address() -> None:
    who, inside = with_mobile(), forgetful()
    inside.sign_in_anew(who)
    half_way = forgetful()
    half_way.identify(who.document_number, later(minutes=2))
    half_way.try_code(cast.code_sent_to(who), later(minutes=2))
    half_way.try_pin(cast.PIN, later(minutes=2))
    person = proven(who)
    with cast.outbox_watched() as published:
        person.change_questions()
    told = [(one.payload["kind"], one.payload["email"] or one.payload["mobile"])
            for one in published]  # fmt: skip
    assert told == [("questions_changed", who.email), ("questions_changed", who.mobile)]
    assert member_inside(inside.session, later(minutes=1)) is None
    with pytest.raises(FlowExpired):
        half_way.answer(at=later(minutes=3))
    assert inside.identify(who.document_number, later(minutes=3)).stage == Stage.PIN


def test_does_not_count_the_ways_that_just_recovered_the_pin() -> None:
    who = with_mobile()
    known = forgetful()
    known.sign_in_anew(who)
    known.recover_pin(who)  # with the link and the browser: the mobile was not used
    assert sent(who, "email", 1) == [""]
    assert sent(who, "both", 2) == [who.mobile, ""]
    assert sent(who, "email", 24 * 60) == [who.email]


def test_counts_neither_way_after_a_recovery_by_both() -> None:
    who = with_mobile()
    forgetful().recover_pin(who)
    assert sent(who, "both", 23 * 60) == ["", ""]
    person = forgetful()
    person.forgot_questions(who, "both", later(hours=23.1))
    with pytest.raises(WrongCode):
        person.try_questions_code("123456", later(hours=23.1))
    assert sent(who, "both", 24 * 60) == [who.mobile, who.email]


def test_ends_a_recovery_of_the_questions_that_was_open_when_the_pin_was_recovered() -> None:
    who = cast.registered()
    thief = proven(who)
    forgetful().recover_pin(who)
    with pytest.raises(FlowExpired):
        thief.change_questions()


def test_remembers_which_ways_were_used() -> None:
    who, person = with_mobile(), forgetful()
    person.forgot_questions(who, "both")
    person.try_questions_code(cast.code_sent_to(who))
    person.change_questions()
    used = ChannelUse.objects.filter(member=who)
    assert {(one.channel, one.what) for one in used} == {
        ("sms", "questions"), ("email", "questions"),
    }  # fmt: skip


def test_goes_on_with_the_same_recovery_unless_another_way_is_chosen() -> None:
    who, person = with_mobile(), forgetful()
    first = person.forgot_questions(who, "sms")
    assert person.forgot_questions(who, "sms", later(minutes=1)).token == first.token
    assert person.forgot_questions(who, "email", later(minutes=2)).token != first.token
    assert len(cast.codes_sent_to(who.mobile)) == len(cast.codes_sent_to(who.email)) == 1
    person.try_questions_code(cast.code_sent_to(who), later(minutes=3))
    assert person.forgot_questions(who, "sms", later(minutes=4)).stage == Stage.SECURITY


def test_sends_another_code_by_the_way_that_was_chosen() -> None:
    who, person = with_mobile(), forgetful()
    person.forgot_questions(who, "email")
    resend_code(
        token=person.questioning, kind=FlowKind.RECOVER_QUESTIONS, by=person.by,
        at=later(minutes=1),
    )  # fmt: skip
    assert (len(cast.codes_sent_to(who.email)), cast.codes_sent_to(who.mobile)) == (2, [])


def test_takes_no_questions_before_the_code() -> None:
    person = forgetful()
    person.forgot_questions(cast.registered())
    with pytest.raises(FlowElsewhere):
        person.change_questions()


def test_takes_no_code_of_another_purpose() -> None:
    who, person = cast.registered(), forgetful()
    person.identify(who.document_number)
    sign_in_code = cast.code_sent_to(who)
    person.forgot_questions(who)
    with pytest.raises(WrongCode):
        person.try_questions_code(sign_in_code)


@pytest.mark.parametrize("document_type", ["TI", "RC", "NIT"])
def test_sends_minors_and_companies_to_the_office(document_type: str) -> None:
    with pytest.raises(OfficeOnly):
        forgetful().forgot_questions(Member(document_type=document_type))


def test_makes_an_address_wait_after_ten_people() -> None:
    person = forgetful()
    for _ in range(10):
        person.forgot_questions(cast.member())
    with pytest.raises(TooManyNumbers):
        person.forgot_questions(cast.registered())


def test_leaves_a_trace_of_every_step_without_secrets() -> None:
    who = cast.registered()
    person = proven(who)
    person.change_questions()
    trail = AuditEvent.objects.filter(ip=person.by.ip).order_by("id")
    assert [one.action for one in trail] == [
        "access.forgot_questions", "access.recover_questions_code", "access.questions_changed",
    ]  # fmt: skip
    written = str([vars(one) for one in trail])
    assert not any(secret in written for secret in (who.document_number, *ANSWERS))
    assert trail.filter(at=AT).count() == 3


def test_begins_again_when_the_access_was_taken_back_at_the_office_meanwhile() -> None:
    who = cast.registered()
    person = proven(who)
    SealedAnswer.objects.filter(credential=who.id).delete()
    Credential.objects.filter(member=who).delete()
    with pytest.raises(FlowExpired):
        person.change_questions()
