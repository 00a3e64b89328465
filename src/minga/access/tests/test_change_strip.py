"""«Cambiar imagen y frase» from inside."""

from datetime import datetime

import pytest

from minga.access import queries
from minga.access.change_strip import change_strip
from minga.access.flows import FlowExpired
from minga.access.models import Credential, Flow, FlowKind
from minga.access.pin_again import PinNeeded
from minga.access.pin_gate import WrongPin
from minga.access.register_security import SecurityRefused
from minga.access.sessions import SessionOver, member_inside
from minga.access.strip_choice import StripChoice, other_images, strip_choice
from minga.access.tests import cast
from minga.access.tests.cast import IMAGE, PHRASE, PIN, Person, later
from minga.access.tests.test_change_pin import inside
from minga.members.models import Member

pytestmark = pytest.mark.django_db
NOW = later(minutes=1)
NEW = "colibrí azul"


def offered(person: Person) -> StripChoice:
    return strip_choice(session_token=person.session, at=NOW)


def change(
    person: Person, image: str, phrase: str = NEW, at: datetime = NOW, pin: str = ""
) -> None:
    change_strip(
        session_token=person.session, pin=pin, phrase=phrase, image=image, by=person.by, at=at
    )


def test_offers_the_image_in_force_and_eleven_others() -> None:
    person, _ = inside()
    choice = offered(person)
    assert (len(choice.images), choice.chosen, choice.phrase) == (
        12,
        choice.images[0].token,
        PHRASE,
    )
    assert choice.images[0].name == "girasol"
    assert offered(person) == choice  # looking again changes nothing


def test_keeps_another_image_and_phrase() -> None:
    person, who = inside()
    change(person, offered(person).images[3].token)
    credential = Credential.objects.get(member=who)
    assert credential.phrase == NEW
    assert credential.image != IMAGE


def stale() -> tuple[Person, Member, StripChoice]:
    """Somebody who signed in a while ago, with images to choose from."""
    person, who = inside()
    for minutes in (4, 8):
        assert member_inside(person.session, later(minutes=minutes)) is not None
    return person, who, strip_choice(session_token=person.session, at=later(minutes=8))


def test_asks_for_the_pin_when_the_sign_in_was_a_while_ago() -> None:
    person, who, choice = stale()
    with pytest.raises(PinNeeded):
        change(person, choice.images[3].token, at=later(minutes=8))
    assert Credential.objects.get(member=who).phrase == PHRASE
    change(person, choice.images[3].token, at=later(minutes=8), pin=PIN)
    assert Credential.objects.get(member=who).phrase == NEW


def test_counts_a_wrong_pin_as_the_sign_in_does_and_keeps_what_was() -> None:
    person, who, choice = stale()
    with pytest.raises(WrongPin) as refused:
        change(person, choice.images[3].token, at=later(minutes=8), pin="9999")
    assert refused.value.tries_left == 2
    credential = Credential.objects.get(member=who)
    assert (credential.phrase, credential.failures) == (PHRASE, 1)


def test_says_what_is_wrong_before_any_pin_is_counted() -> None:
    person, who, choice = stale()
    with pytest.raises(SecurityRefused):
        change(person, choice.images[3].token, "x", at=later(minutes=8), pin="9999")
    assert Credential.objects.get(member=who).failures == 0


def test_keeps_the_phrase_alone() -> None:
    person, who = inside()
    change(person, offered(person).chosen)
    assert Credential.objects.get(member=who).image == IMAGE


def test_draws_others_and_keeps_the_one_chosen_so_far() -> None:
    person, _ = inside()
    first = offered(person)
    other_images(session_token=person.session, chosen=first.images[5].token, at=NOW)
    second = offered(person)
    assert second.images[0].name == first.images[5].name
    assert not {one.name for one in second.images[1:]} & {one.name for one in first.images}


def test_shows_the_images_to_this_session_alone() -> None:
    person, _ = inside()
    stranger, _ = inside()
    offered(stranger)
    shown = offered(person).images[0].token
    assert queries.image([person.session], shown, NOW)
    assert queries.image([stranger.session], shown, NOW) is None


def test_refuses_an_image_that_was_not_offered_and_a_phrase_that_will_not_do() -> None:
    person, who = inside()
    stranger, _ = inside()
    offered(person)
    with pytest.raises(SecurityRefused) as refusal:
        change(person, offered(stranger).images[1].token, "12")
    assert set(refusal.value.faults) == {("phrase", "length"), ("image", "missing")}
    assert Credential.objects.get(member=who).phrase == PHRASE


def test_needs_a_living_session_and_an_offer() -> None:
    person, _ = inside()
    with pytest.raises(FlowExpired):
        change(person, "whatever")
    with pytest.raises(SessionOver):
        change(Person(cast.somebody(), session="nobody's"), "whatever")


def test_tells_every_address_that_it_changed_and_not_to_what() -> None:
    person, who = inside(mobile="+573001234567")
    image = offered(person).images[2].token
    with cast.outbox_watched() as published:
        change(person, image)
    assert [one.payload["kind"] for one in published] == ["strip_changed"] * 2
    written = str([one.payload for one in published])
    assert PHRASE not in written
    assert NEW not in written
    assert not Flow.objects.filter(
        member=who, kind=FlowKind.CHANGE_STRIP, expires_at__gt=NOW
    ).exists()
