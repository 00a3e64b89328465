"""A PIN that failed thirty times in thirty days is changed before the office opens."""

from datetime import datetime

import pytest

from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.let_in import SignedIn
from minga.access.models import Credential, OfficeSession, Stage
from minga.access.new_pin import SamePin, WeakPin
from minga.access.pin_gate import PinDisabled, WrongPin
from minga.access.pin_signer import Purpose, signer
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, Person, later
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db
NEW, WRONG = "4917", "8306"


def fail_often(who: Member, times: int, at: datetime) -> None:
    """Wrong PINs of other days, as the trail keeps them."""
    name = f"member:{who.id}"
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=at, actor=name, action="access.enter_pin", subject=name, result="wrong_pin",
            detail={"wrong_pin": 1},
        )
        for _ in range(times)
    )  # fmt: skip


def at_the_pin(times: int = 30, days: int = 29) -> tuple[Person, Member]:
    """A member of long ago in a known browser, before the PIN, with failures some days ago."""
    who, person = cast.registered(), cast.stranger()
    Credential.objects.filter(member=who).update(registered_at=later(days=-90))
    person.sign_in_anew(who)
    fail_often(who, times, later(days=-days))
    person.identify(who.document_number)
    return person, who


@pytest.mark.parametrize(("times", "days"), [(29, 1), (30, 31)])
def test_opens_the_office_after_fewer_failures_or_older_ones(times: int, days: int) -> None:
    person, _ = at_the_pin(times, days)
    assert isinstance(person.try_pin(PIN), SignedIn)


def test_asks_for_a_new_pin_once() -> None:
    person, who = at_the_pin()
    assert person.try_pin(PIN) == Stage.PIN_CHANGE
    person.renew(NEW)
    person.identify(who.document_number)
    person.enter(NEW)
    with pytest.raises(FlowElsewhere):
        person.renew(NEW)


def test_opens_nothing_before_the_new_pin() -> None:
    person, who = at_the_pin()
    before = OfficeSession.objects.filter(member=who).count()
    person.try_pin(PIN)
    person.identify(who.document_number)
    assert person.try_pin(PIN) == Stage.PIN_CHANGE
    assert OfficeSession.objects.filter(member=who).count() == before


@pytest.mark.parametrize("weak", ["1111", "1958", "2580"])
def test_refuses_a_weak_pin_and_the_same_one(weak: str) -> None:
    person, _ = at_the_pin()
    person.try_pin(PIN)
    with pytest.raises(WeakPin):
        person.renew(weak)
    with pytest.raises(SamePin):
        person.renew(PIN)
    person.renew(NEW)


def test_ends_the_other_sessions_and_tells_the_member() -> None:
    person, who = at_the_pin()
    person.try_pin(PIN)
    with cast.outbox_watched() as published:
        person.renew(NEW)
    assert [one.payload["kind"] for one in published] == ["pin_changed"]
    assert OfficeSession.objects.filter(member=who, ended_at=None).count() == 1


def test_cannot_be_chosen_before_the_old_one_was_right() -> None:
    person, _ = at_the_pin()
    with pytest.raises(FlowElsewhere):
        person.renew(NEW)
    with pytest.raises(FlowExpired):
        cast.stranger().renew(NEW)


def test_is_not_changed_while_the_pin_is_disabled() -> None:
    person, who = at_the_pin()
    person.try_pin(PIN)
    Credential.objects.get(member=who).blocks.create(at=AT, why="test")
    with pytest.raises(PinDisabled):
        person.renew(NEW)


def test_begins_again_when_the_pin_was_changed_elsewhere_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, who = at_the_pin()
    person.try_pin(PIN)
    real, theirs = signer().seal, "5062"

    def change_meanwhile(**asked: object) -> bytes:
        sealed = real(subject=who.id, secret=theirs, purpose=Purpose.PIN)
        Credential.objects.filter(member=who).update(sealed_pin=sealed)
        return real(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(signer(), "seal", change_meanwhile)
    with pytest.raises(FlowExpired):
        person.renew(NEW)


def test_counts_wrong_pins_and_nothing_else() -> None:
    person, who = at_the_pin(times=0)
    for _ in range(2):
        with pytest.raises(WrongPin):
            person.try_pin(WRONG)
    person.enter(PIN)
    counted = AuditEvent.objects.filter(subject=f"member:{who.id}", detail__has_key="wrong_pin")
    assert counted.count() == 2


def test_would_go_on_for_ever_without_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.access.trail.wrong_pins", lambda *_: 0)
    person, _ = at_the_pin(times=300)
    assert isinstance(person.try_pin(PIN), SignedIn)
