"""The profile `estricto`: long secrets, no questions, four digits changed at the next sign-in."""

from datetime import date

import pytest

from minga.access.let_in import SignedIn
from minga.access.models import Credential, Enrolment, OfficeSession, SealedAnswer, Stage
from minga.access.new_pin import WeakPin
from minga.access.queries import pin_page, takes_long_pin
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, Person, later
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db
SECRET = "tres cucharas azules y un tambor"


def strict() -> None:
    """From today on."""
    Parameter.objects.create(
        key="access.profile", valid_from=date(2026, 11, 23), value="1", source="test"
    )


def with_digits() -> tuple[Person, Member]:
    """A member of before, in a known browser, before the PIN."""
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    strict()
    person.identify(who.document_number)
    return person, who


def registered_long() -> tuple[Person, Member]:
    """Somebody who registered with a long secret."""
    strict()
    who, person = cast.member(), cast.stranger()
    person.register(who)
    person.prove_mailbox(cast.code_sent_to(who))
    person.choose_pin(SECRET)
    person.finish(questions=(), answers=())
    return person, who


def test_registers_with_a_long_secret_and_no_questions() -> None:
    person, who = registered_long()
    credential = Credential.objects.get(member=who)
    assert credential.is_long
    assert not SealedAnswer.objects.filter(credential=credential).exists()
    person.identify(who.document_number)
    person.enter(SECRET)


def test_asks_no_question_in_an_unknown_browser() -> None:
    _, who = registered_long()
    person = cast.stranger()
    person.identify(who.document_number, later(minutes=2))
    person.try_code(cast.code_sent_to(who), later(minutes=2))
    assert pin_page(person.sign_in, later(minutes=2)).asks_to_remember
    assert isinstance(person.try_pin(SECRET, later(minutes=2)), SignedIn)


def test_takes_the_same_letters_however_they_are_composed() -> None:
    person, who = registered_long()
    composed, apart = "camión rápido de Ubaté", "camio\u0301n ra\u0301pido de Ubate\u0301"
    person.identify(who.document_number)
    person.enter(SECRET)
    other = cast.member()
    again = cast.stranger()
    again.register(other)
    again.prove_mailbox(cast.code_sent_to(other))
    again.choose_pin(apart)
    again.finish(questions=(), answers=())
    again.identify(other.document_number)
    again.enter(composed)


@pytest.mark.parametrize(
    ("secret", "why"),
    [("corta", "short"), (PIN, "short"), ("Marta Luz Prieto Gil 1958", "own")],
)
def test_refuses_a_weak_secret(secret: str, why: str) -> None:
    strict()
    who, person = cast.member(), cast.stranger()
    person.register(who)
    person.prove_mailbox(cast.code_sent_to(who))
    with pytest.raises(WeakPin) as refused:
        person.choose_pin(secret)
    assert refused.value.why == why
    assert refused.value.characters == 15


def test_makes_who_registered_with_digits_choose_a_long_secret_before_entering() -> None:
    person, who = with_digits()
    sessions_before = OfficeSession.objects.filter(member=who).count()
    assert takes_long_pin(person.sign_in, AT)
    assert person.try_pin(PIN) == Stage.PIN_CHANGE
    assert OfficeSession.objects.filter(member=who).count() == sessions_before
    with pytest.raises(WeakPin):
        person.renew("8306")
    with cast.outbox_watched() as published:
        person.renew(SECRET)
    assert [one.payload["kind"] for one in published] == ["pin_changed"]
    credential = Credential.objects.get(member=who)
    assert credential.is_long
    assert credential.pin_changed_at == AT
    person.identify(who.document_number)
    person.enter(SECRET)


def test_ends_every_other_session_when_the_pin_is_renewed() -> None:
    person, who = with_digits()
    person.try_pin(PIN)
    person.renew(SECRET)
    living = OfficeSession.objects.filter(member=who, ended_at=None)
    assert living.count() == 1


def test_enrols_an_unknown_browser_only_after_the_change() -> None:
    who, person = cast.registered(), cast.stranger()
    strict()
    person.identify(who.document_number)
    person.try_code(cast.code_sent_to(who))
    assert person.try_pin(PIN) == Stage.PIN_CHANGE
    assert not Enrolment.objects.filter(member=who, browser__isnull=False).exists()
    assert person.renew(SECRET).browser_token


def test_takes_the_long_secret_after_the_cooperative_goes_back_to_digits() -> None:
    person, who = registered_long()
    Parameter.objects.filter(key="access.profile", value="1").delete()
    person.identify(who.document_number)
    assert takes_long_pin(person.sign_in, AT)
    person.enter(SECRET)
    person.identify(cast.number())
    assert not takes_long_pin(person.sign_in, AT)
