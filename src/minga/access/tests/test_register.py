"""The registration, step by step (S6 to S8)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from minga.access.codes import CodeSpent, WrongCode
from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.models import Credential, Flow, FlowKind, OneTimeCode, SealedAnswer, Stage
from minga.access.new_pin import WeakPin
from minga.access.offer_images import offer_images
from minga.access.pin_signer import Purpose, SealedSecret, signer
from minga.access.queries import kept_image, offered_images
from minga.access.register import OfficeOnly
from minga.access.register_security import AlreadyRegistered, SecurityRefused
from minga.access.resend_code import resend_code
from minga.access.sources import TooManyNumbers
from minga.access.tests import cast
from minga.access.tests.cast import AT, PHRASE, PIN, QUESTIONS, Person, later
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def proven() -> tuple[Person, Member]:
    """A member whose mailbox was proven, before the PIN."""
    who, person = cast.member(), cast.stranger()
    person.register(who)
    person.prove_mailbox(cast.code_sent_to(who))
    return person, who


def at_security() -> tuple[Person, Member]:
    """A member before the last step."""
    person, who = proven()
    person.choose_pin()
    return person, who


def test_registers_a_member_who_can_then_sign_in_in_this_browser() -> None:
    person, who = at_security()
    with cast.outbox_watched() as published:
        person.finish()
    assert [(one.topic, one.payload["kind"]) for one in published] == [("notice", "registered")]
    credential = Credential.objects.get(member=who)
    assert (credential.phrase, credential.image) != ("", "")
    assert person.identify(who.document_number).stage == Stage.PIN
    person.enter(PIN)


def test_accepts_the_address_on_file_in_other_capitals() -> None:
    who, person = cast.member(), cast.stranger()
    person.register(who, email=f" {who.email.upper()} ")
    person.prove_mailbox(cast.code_sent_to(who))


def test_sends_nothing_for_an_address_that_is_not_the_one_on_file() -> None:
    who, person = cast.member(), cast.stranger()
    with cast.outbox_watched() as published:
        way = person.register(who, email="otra@ejemplo.co")
    assert way.stage == Stage.CODE
    assert [(one.topic, one.payload["to"]) for one in published] == [("access.code", "")]


def test_sends_nothing_to_a_member_without_an_address_on_file() -> None:
    who, person = cast.member(email="", mobile="+573104567890"), cast.stranger()
    with cast.outbox_watched() as published:
        person.register(who, email="otra@ejemplo.co")
    assert [one.payload["to"] for one in published] == [""]


def test_tells_a_registered_member_by_mail_and_shows_the_same_page() -> None:
    who, person = cast.registered(), cast.stranger()
    with cast.outbox_watched() as published:
        assert person.register(who).stage == Stage.CODE
    (notice,) = published
    assert (notice.topic, notice.payload["kind"]) == ("notice", "already_registered")
    assert notice.payload["email"] == who.email
    with pytest.raises(WrongCode):
        person.prove_mailbox("123456")


def test_tells_nobody_anything_about_a_registered_member_with_another_address() -> None:
    with cast.outbox_watched() as published:
        cast.stranger().register(cast.registered(), email="otra@ejemplo.co")
    assert [(one.topic, one.payload["to"]) for one in published] == [("access.code", "")]


def test_does_not_flood_a_registered_member_with_that_message() -> None:
    who = cast.registered()
    with cast.outbox_watched() as published:
        for minutes in (0, 0.5, 2, 4, 6):
            cast.stranger().register(who, later(minutes=minutes))
    assert [one.topic for one in published].count("notice") == 3


def test_keeps_the_codes_of_the_address_on_file_for_who_knows_it() -> None:
    who = cast.member()
    for minutes in range(0, 20, 2):
        cast.stranger().register(who, later(minutes=minutes), email="otra@ejemplo.co")
    person = cast.stranger()
    person.register(who, later(minutes=21))
    assert len(cast.codes_sent_to(who.email)) == 1


@pytest.mark.parametrize("document_type", ["TI", "RC", "NIT"])
def test_sends_minors_and_companies_to_the_office_by_their_document_alone(
    document_type: str,
) -> None:
    for number in (cast.number(), cast.member(document_type=document_type).document_number):
        with pytest.raises(OfficeOnly):
            cast.stranger().register(cast.member(), document_type=document_type, number=number)


def test_tells_a_minor_with_another_document_only_after_the_code() -> None:
    who = cast.member(document_type="PPT", birth_date=date(2010, 1, 1))
    person = cast.stranger()
    assert person.register(who).stage == Stage.CODE
    with pytest.raises(OfficeOnly):
        person.prove_mailbox(cast.code_sent_to(who))
    with pytest.raises(FlowExpired):
        person.choose_pin()


def test_takes_no_pin_before_the_code() -> None:
    person = cast.stranger()
    person.register(cast.member())
    with pytest.raises(FlowElsewhere):
        person.choose_pin()


@pytest.mark.parametrize(
    ("pin", "why"),
    [("1111", "repeats"), ("4567", "run"), ("5803", "birth"), ("2580", "common")],
)
def test_refuses_a_weak_pin(pin: str, why: str) -> None:
    person, _ = proven()
    with pytest.raises(WeakPin) as refused:
        person.choose_pin(pin)
    assert refused.value.why == why
    person.choose_pin()


def test_refuses_digits_of_the_members_own_document_and_mobile() -> None:
    who = cast.member(document_number="4918362057", mobile="+573108946275")
    person = cast.stranger()
    person.register(who)
    person.prove_mailbox(cast.code_sent_to(who))
    for pin, why in (("8362", "document"), ("8946", "mobile")):
        with pytest.raises(WeakPin) as refused:
            person.choose_pin(pin)
        assert refused.value.why == why


def test_seals_the_pin_at_once_and_forgets_it_when_done() -> None:
    person, who = at_security()
    flow = Flow.objects.get(member=who)
    assert flow.sealed_pin is not None
    sealed = SealedSecret(bytes(flow.sealed_pin))
    assert signer().check(subject=who.id, secret=PIN, purpose=Purpose.PIN, sealed=sealed)
    assert bytes(sealed).find(PIN.encode()) == -1
    person.finish()
    flow.refresh_from_db()
    assert flow.stage == Stage.DONE
    assert flow.sealed_pin is None


def test_seals_the_answers_folded() -> None:
    person, who = at_security()
    person.finish(answers=("  Mazorca TIERNA", "Rio Claro", "doña berta "))
    for question, answer in zip(QUESTIONS, ("mazorcatierna", "rioclaro", "donaberta"), strict=True):
        row = SealedAnswer.objects.get(credential=who.id, question=question)
        sealed = SealedSecret(bytes(row.sealed))
        assert signer().check(subject=who.id, secret=answer, purpose=Purpose.ANSWER, sealed=sealed)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"phrase": "ab"}, ("phrase", "length")),
        ({"phrase": "Marta"}, ("phrase", "name")),
        ({"phrase": "siete dos nueve"}, ("phrase", "number")),
        ({"image": "girasol"}, ("image", "missing")),
        ({"image": ""}, ("image", "missing")),
        (
            {"questions": ("padrino", "padrino", "primer-jefe")},
            ("question_2", "twice"),
        ),
        ({"questions": ("x", "padrino", "primer-jefe")}, ("question_1", "unknown")),
        ({"answers": ("a", "río claro", "doña Berta")}, ("answer_1", "short")),
        ({"answers": ("canela", "Canéla", "doña Berta")}, ("answer_2", "twice")),
    ],
)
def test_says_what_is_wrong_with_the_last_choices(
    change: dict[str, Any], fault: tuple[str, str]
) -> None:
    person, who = at_security()
    with pytest.raises(SecurityRefused) as refused:
        person.finish(**change)
    assert refused.value.faults == (fault,)
    assert not Credential.objects.filter(member=who).exists()
    person.finish()


def test_refuses_the_name_of_the_chosen_image_as_phrase() -> None:
    person, _ = at_security()
    offered = offered_images(person.registering, AT)[3]
    with pytest.raises(SecurityRefused) as refused:
        person.finish(image=offered.token, phrase=offered.name)
    assert refused.value.faults == (("phrase", "image"),)


def test_says_everything_that_is_wrong_at_once() -> None:
    person, _ = at_security()
    with pytest.raises(SecurityRefused) as refused:
        person.finish(phrase="ab", answers=("a", "b", "c"), image="")
    assert len(refused.value.faults) == 5


def test_offers_twelve_images_and_then_others() -> None:
    person, _ = at_security()
    first = offered_images(person.registering, AT)
    assert len({one.name for one in first}) == 12
    offer_images(token=person.registering, chosen="", at=AT)
    second = offered_images(person.registering, AT)
    assert len({one.name for one in first + second}) == 24
    assert not {one.token for one in first} & {one.token for one in second}


def test_keeps_the_chosen_image_among_the_others() -> None:
    person, who = at_security()
    mine = offered_images(person.registering, AT)[5]
    for chosen in (mine.token, "", "unknown"):
        offer_images(token=person.registering, chosen=chosen, at=AT)
        shown = offered_images(person.registering, AT)
        assert (shown[0].name, len(shown)) == (mine.name, 12)
        assert kept_image(person.registering, AT) == shown[0].token
    with pytest.raises(SecurityRefused):
        person.finish(image=mine.token)  # an address of before
    person.finish(image=shown[0].token)
    assert Credential.objects.filter(member=who).exists()


def test_goes_on_where_it_was_within_half_an_hour_of_the_last_step() -> None:
    person, who = proven()
    assert person.register(who, later(minutes=20)).stage == Stage.PIN
    person.choose_pin(at=later(minutes=29))
    assert person.register(who, later(minutes=50)).stage == Stage.SECURITY
    person.finish(at=later(minutes=58))


def test_begins_again_after_half_an_hour() -> None:
    person, who = proven()
    with pytest.raises(FlowExpired):
        person.choose_pin(at=later(minutes=30))
    assert person.register(who, later(minutes=30)).stage == Stage.CODE


def test_registers_a_member_once() -> None:
    who, one, other = cast.member(), cast.stranger(), cast.stranger()
    for person, at in ((one, AT), (other, later(minutes=2))):
        person.register(who, at)
        person.prove_mailbox(cast.code_sent_to(who), at)
        person.choose_pin(at=at)
    one.finish(later(minutes=3))
    with pytest.raises(AlreadyRegistered):
        other.finish(later(minutes=3))
    assert Credential.objects.get(member=who).phrase == PHRASE


def test_does_nothing_twice() -> None:
    person, _ = at_security()
    person.finish()
    with pytest.raises(FlowElsewhere):
        person.finish()


def test_sends_another_code_to_the_mailbox_on_file_only() -> None:
    who = cast.member(mobile="+573104567890")
    person = cast.stranger()
    person.register(who)
    for minutes in (1, 2):
        resend_code(
            token=person.registering, kind=FlowKind.REGISTER, by=person.by,
            at=later(minutes=minutes),
        )  # fmt: skip
    assert len(cast.codes_sent_to(who.email)) == 3
    assert cast.codes_sent_to(who.mobile) == []


def test_refuses_a_code_twice() -> None:
    person, who = proven()
    Flow.objects.filter(member=who).update(stage=Stage.CODE)
    with pytest.raises(CodeSpent):
        person.prove_mailbox(str(OneTimeCode.objects.count()))


def test_refuses_the_eleventh_person_from_one_address() -> None:
    person = cast.stranger()
    for _ in range(10):
        person.register(cast.member())
    with pytest.raises(TooManyNumbers):
        person.register(cast.member())
    person.register(cast.member(), later(minutes=10))


def test_leaves_a_trace_of_every_step_without_secrets() -> None:
    person, who = at_security()
    person.finish()
    trail = AuditEvent.objects.filter(ip=person.by.ip).order_by("id")
    assert [one.action for one in trail] == [
        "access.register", "access.register_code", "access.register_pin", "access.enrol_browser",
        "access.registered",
    ]  # fmt: skip
    assert {one.subject for one in trail[1:]} == {f"member:{who.id}"}
    written = str([vars(one) for one in trail])
    assert PHRASE not in written
    assert who.document_number not in written


def test_lets_the_clock_decide_nothing_by_itself() -> None:
    """Steps years apart from now work: the time comes in with the call."""
    who, person = cast.member(), cast.stranger()
    then = datetime(2031, 1, 1, tzinfo=AT.tzinfo)
    person.register(who, then)
    person.prove_mailbox(cast.code_sent_to(who), then + timedelta(minutes=1))
