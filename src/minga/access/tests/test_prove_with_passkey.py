"""A key where a page asks for the PIN once more."""

from datetime import datetime

import pytest

from minga.access import prove_with_passkey
from minga.access.change_pin import change_pin
from minga.access.change_strip import change_strip
from minga.access.models import AccessBlock, Credential
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.pin_again import PinNeeded
from minga.access.proof_page import proof_page
from minga.access.prove_with_passkey import What
from minga.access.sessions import SessionOver, member_inside
from minga.access.strip_choice import strip_choice
from minga.access.tests.authenticator import PRESENT, Authenticator
from minga.access.tests.cast import AT, PHRASE, later
from minga.access.tests.passkey_cast import SITE, KeyHolder, with_key

pytestmark = pytest.mark.django_db
NEW_PIN = "8305"


def options(holder: KeyHolder, what: What, at: datetime = AT) -> str:
    return prove_with_passkey.begin(
        session_token=holder.person.session, what=what, site=SITE, at=at
    )


def finish(holder: KeyHolder, what: What, answer: str, at: datetime = AT) -> None:
    prove_with_passkey.finish(
        session_token=holder.person.session, what=what, answer=answer, site=SITE,
        by=holder.person.by, at=at,
    )  # fmt: skip


def prove(holder: KeyHolder, what: What, at: datetime = AT) -> None:
    finish(holder, what, holder.device.sign(options(holder, what, at)), at)


def choose_pin(holder: KeyHolder, at: datetime = AT) -> None:
    change_pin(
        session_token=holder.person.session, current="", pin=NEW_PIN, by=holder.person.by, at=at
    )


def test_stands_for_the_pin_once_and_for_what_it_was_asked() -> None:
    holder = with_key()
    before = bytes(Credential.objects.get(member=holder.who).sealed_pin or b"")
    with pytest.raises(PinNeeded):
        choose_pin(holder)
    prove(holder, "change_strip")
    with pytest.raises(PinNeeded):
        choose_pin(holder)  # that was for something else
    prove(holder, "change_pin")
    assert proof_page(holder.person.session, "change_pin", SITE, AT).is_given
    choose_pin(holder)
    assert bytes(Credential.objects.get(member=holder.who).sealed_pin or b"") != before
    with pytest.raises(PinNeeded):
        choose_pin(holder)


def test_is_over_after_minutes() -> None:
    holder = with_key()
    prove(holder, "change_pin")
    assert member_inside(holder.person.session, later(minutes=4)) is not None
    assert not proof_page(holder.person.session, "change_pin", SITE, later(minutes=5)).is_given
    with pytest.raises(PinNeeded):
        choose_pin(holder, later(minutes=5))


def test_is_a_recent_sign_in_for_what_asks_for_no_more() -> None:
    holder = with_key()
    session, at = holder.person.session, later(minutes=8)
    for minutes in (4, 8):
        assert member_inside(session, later(minutes=minutes)) is not None
    choice = strip_choice(session_token=session, at=at)

    def change() -> None:
        change_strip(
            session_token=session, phrase="colibrí azul", image=choice.images[3].token,
            by=holder.person.by, at=at,
        )  # fmt: skip

    with pytest.raises(PinNeeded):
        change()
    assert Credential.objects.get(member=holder.who).phrase == PHRASE
    prove(holder, "change_strip", at)
    change()


def test_an_answer_fits_one_question_of_one_session() -> None:
    holder, other = with_key(), with_key()
    for_the_pin = holder.device.sign(options(holder, "change_pin"))
    with pytest.raises(PasskeyRefused):
        finish(holder, "change_questions", for_the_pin)
    with pytest.raises(PasskeyRefused):
        finish(holder, "change_pin", "{}")
    again = holder.device.sign(options(holder, "change_pin"))
    with pytest.raises(PasskeyRefused):
        finish(other, "change_pin", again)
    finish(holder, "change_pin", again)
    with pytest.raises(PasskeyRefused):
        finish(holder, "change_pin", again)


def test_takes_neither_somebody_elses_key_nor_an_unverified_person() -> None:
    holder, other = with_key(), with_key()
    with pytest.raises(PasskeyRefused):
        finish(holder, "change_pin", other.device.sign(options(holder, "change_pin")))
    careless = Authenticator(
        flags=PRESENT, key=holder.device.key, user_handle=holder.device.user_handle
    )
    careless.credential_id = holder.device.credential_id
    with pytest.raises(PasskeyRefused):
        finish(holder, "change_pin", careless.sign(options(holder, "change_pin")))


def test_proves_nothing_while_the_access_is_blocked_or_without_a_session() -> None:
    holder = with_key()
    asked = options(holder, "change_pin")
    AccessBlock.objects.create(member=holder.who, at=AT, why="test")
    with pytest.raises(PasskeyRefused):
        finish(holder, "change_pin", holder.device.sign(asked))
    holder.person.session = "guessed"
    with pytest.raises(SessionOver):
        options(holder, "change_pin")
