"""«Cambiar clave» from inside: who may, what it closes, what a wrong PIN costs."""

from typing import Any

import pytest

from minga.access import pin_again, sessions
from minga.access.change_pin import change_pin
from minga.access.models import Credential, OfficeSession, PinBlock, Stage
from minga.access.new_pin import NewPin, SamePin, WeakPin, seal_new_pin
from minga.access.pin_again import PinNeeded, SignInAgain
from minga.access.pin_gate import BrowserRevoked, PinDisabled, PinWaits, WrongPin
from minga.access.sessions import SessionOver
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, Person, later
from minga.audit.models import AuditEvent
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
NEW, WRONG = "3961", "8306"


def inside(**other: object) -> tuple[Person, Member]:
    """A member in the office, in a known browser."""
    who, person = cast.registered(**other), cast.stranger()
    person.sign_in_anew(who)
    return person, who


def change(person: Person, current: str = PIN, pin: str = NEW, minutes: float = 1) -> None:
    change_pin(
        session_token=person.session, current=current, pin=pin, by=person.by,
        at=later(minutes=minutes),
    )  # fmt: skip


def refused(person: Person, current: str = WRONG, minutes: float = 1) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        change(person, current, minutes=minutes)
    return refusal.value


def test_opens_the_office_with_the_new_pin_and_no_more_with_the_old_one() -> None:
    person, who = inside()
    change(person)
    assert Credential.objects.get(member=who).pin_changed_at == later(minutes=1)
    person.identify(who.document_number, later(minutes=2))
    with pytest.raises(WrongPin):
        person.try_pin(PIN, later(minutes=2))
    person.enter(NEW, later(minutes=2))


def test_ends_every_other_session_and_goes_on_in_this_one() -> None:
    person, who = inside()
    other = cast.stranger()
    other.sign_in_anew(who, later(seconds=61))
    change(person, minutes=2)
    assert sessions.member_inside(other.session, later(minutes=2)) is None
    assert sessions.member_inside(person.session, later(minutes=2)) is not None


def test_ends_a_sign_in_that_had_proven_the_old_pin() -> None:
    person, who = inside()
    half_way = cast.stranger()
    half_way.identify(who.document_number, later(seconds=61))
    half_way.try_code(cast.code_sent_to(who), later(seconds=61))
    assert half_way.try_pin(PIN, later(seconds=62)) == Stage.QUESTION
    change(person, minutes=2)
    with pytest.raises(Refusal) as refusal:
        half_way.answer(at=later(minutes=2))
    assert refusal.value.code == "flow_expired"


def test_leaves_the_sessions_of_a_stranger_alone() -> None:
    person, _ = inside()
    stranger, _ = inside()
    change(person)
    assert sessions.member_inside(stranger.session, later(minutes=1)) is not None


def test_counts_a_wrong_pin_as_the_sign_in_does() -> None:
    person, who = inside()
    for left in (2, 1):
        refusal = refused(person)
        assert isinstance(refusal, WrongPin)
        assert refusal.tries_left == left
    assert isinstance(refused(person), PinWaits)
    assert isinstance(refused(person, PIN, minutes=1.2), PinWaits)
    assert Credential.objects.get(member=who).failures == 3


def test_throws_out_whoever_uses_up_the_tries() -> None:
    person, who = inside()
    for minutes in (1, 1, 1, 2):
        refused(person, minutes=minutes)
    OfficeSession.objects.filter(member=who).update(last_seen_at=later(minutes=7))
    assert isinstance(refused(person, minutes=8), BrowserRevoked)
    assert sessions.member_inside(person.session, later(minutes=8)) is None
    assert isinstance(refused(person, PIN, minutes=8), SessionOver)


def test_is_closed_while_the_pin_is_disabled() -> None:
    person, who = inside()
    PinBlock.objects.create(credential_id=who.id, at=AT, why="test")
    assert isinstance(refused(person, PIN), PinDisabled)


def test_refuses_a_pin_that_others_would_guess_and_the_same_one() -> None:
    person, _ = inside()
    with pytest.raises(WeakPin):
        change(person, pin="1234")
    with pytest.raises(SamePin):
        change(person, pin=PIN)


def test_asks_for_the_pin_and_not_for_nothing() -> None:
    person, _ = inside()
    with pytest.raises(PinNeeded):
        change(person, current="")


def test_asks_whoever_came_in_without_a_pin_to_sign_in_with_it() -> None:
    person, who = inside()
    OfficeSession.objects.filter(member=who).update(enrolment=None)
    with pytest.raises(SignInAgain):
        change(person)


def test_seals_the_new_pin_whatever_the_old_one_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the time it takes would tell a right PIN while none may be tried."""
    sealed: list[str] = []

    def seal(pin: str, *given: Any) -> NewPin:
        sealed.append(pin)
        return seal_new_pin(pin, *given)

    monkeypatch.setattr("minga.access.change_pin.seal_new_pin", seal)
    person, _ = inside()
    refused(person)
    refused(person)
    assert sealed == [NEW, NEW]


def test_would_change_it_for_anybody_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a gate that lets everything through."""
    monkeypatch.setattr(pin_again, "refusal_always", lambda *_, **__: None)
    person, who = inside()
    change(person, current=WRONG)
    assert Credential.objects.get(member=who).pin_changed_at is not None


def test_tells_every_address_and_leaves_a_trace_without_any_pin() -> None:
    person, who = inside(mobile="+573001234567")
    with cast.outbox_watched() as published:
        change(person)
    assert {one.payload["kind"] for one in published} == {"pin_changed"}
    assert [one.payload["email"] or one.payload["mobile"] for one in published] == [
        who.email, "+573001234567",
    ]  # fmt: skip
    refused(person, minutes=2)
    events = AuditEvent.objects.filter(action="access.change_pin").order_by("id")
    assert [one.result for one in events] == ["done", "wrong_pin"]
    written = str([vars(one) for one in [*events, *published]])
    assert not any(f"'{pin}'" in written for pin in (PIN, NEW, WRONG))
