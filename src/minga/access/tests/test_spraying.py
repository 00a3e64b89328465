"""One PIN tried with many members: an alarm. What people do on any day: none."""

import hmac
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access import alarms, spraying
from minga.access.models import AccessAlarm, Enrolment, SprayMark
from minga.access.pin_gate import BrowserRevoked, PinWaits, WrongPin
from minga.access.policy import policy
from minga.access.tests import cast
from minga.access.tests.approval_cast import Approver
from minga.access.tests.cast import AT, PIN, Person, later
from minga.access.tidy import tidy
from minga.access.watch_failures import watch_failures
from minga.audit.models import AuditEvent
from minga.audit.record import record
from minga.kit.ids import uuid7
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db
WRONG = "8306"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keys of this test alone."""
    monkeypatch.setattr(spraying, "_folder", lambda: tmp_path)
    yield tmp_path
    spraying._key.cache_clear()


def wrong_pin(pin: str, member: UUID | None = None, at: object = AT) -> None:
    spraying.note(spraying.mark_of(pin, AT), member or uuid7(), policy(AT), AT)


def limit(key: str, value: int) -> None:
    Parameter.objects.filter(key=f"access.spray.{key}").update(value=str(value))


def known_browser(who: Member | None = None) -> tuple[Person, Member]:
    who, person = who or cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    person.identify(who.document_number)
    return person, who


def tries(right: int, wrong: int, *, minutes_ago: float = 1) -> None:
    """PINs tried by members, as the trail tells."""
    for number in range(right + wrong):
        is_wrong = number < wrong
        record(
            at=AT - timedelta(minutes=minutes_ago), actor="member:x", action="access.enter_pin",
            subject="member:x", result="wrong_pin" if is_wrong else "done",
            detail={"wrong_pin": 1} if is_wrong else {},
        )  # fmt: skip


def test_one_pin_with_more_members_than_the_limit_raises_the_alarm(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(20):
        wrong_pin(WRONG)
    assert not alarms.is_open()
    with caplog.at_level(logging.ERROR):
        wrong_pin(WRONG)
    (alarm,) = alarms.alarms()
    assert (alarm.kind, alarm.detail) == (alarms.SAME_PIN, {"members": 21})
    assert "same_wrong_pin" in caplog.text
    assert WRONG not in caplog.text
    event = AuditEvent.objects.get(action="access.alarm_raised")
    assert (event.actor, event.subject) == ("system:access", "alarm:same_wrong_pin")
    wrong_pin(WRONG)  # it is open already
    assert AccessAlarm.objects.count() == 1


def test_what_people_do_on_any_day_raises_none() -> None:
    """A slip of each of three hundred members, and one member who tries a PIN over and over."""
    for number in range(300):
        wrong_pin(f"{number:04}")
    forgetful = uuid7()
    for _ in range(50):
        wrong_pin(WRONG, forgetful)
    assert not alarms.is_open()
    tries(right=200, wrong=60)
    assert not watch_failures(at=AT)


def test_the_same_pin_on_another_day_is_another_mark() -> None:
    first, second = spraying.mark_of(WRONG, AT), spraying.mark_of(WRONG, later(days=1))
    assert first != second
    assert spraying.mark_of(PIN, AT) != spraying.mark_of(WRONG, AT)


def test_the_days_key_is_a_file_of_its_owner_and_goes_with_the_day(own_folder: Path) -> None:
    wrong_pin(WRONG)
    (file,) = (own_folder / "secrets").iterdir()
    assert file.name == "spray-2026-11-23"
    assert file.stat().st_mode & 0o777 == 0o600
    kept = SprayMark.objects.get().mark
    assert bytes(kept) == hmac.digest(file.read_bytes(), WRONG.encode(), "sha256")
    tidy(at=later(hours=8))  # still the same day in Colombia
    assert file.exists()
    tidy(at=later(hours=15))
    assert not file.exists()
    assert not SprayMark.objects.exists()


def test_every_place_where_a_pin_is_typed_leaves_its_mark() -> None:
    person, who = known_browser()
    with pytest.raises(WrongPin):
        person.enter(WRONG)
    approver = Approver()
    approver.ask()
    with pytest.raises(WrongPin):
        approver.enter_pin(WRONG)
    marks = {(bytes(one.mark), one.member) for one in SprayMark.objects.all()}
    mark = spraying.mark_of(WRONG, AT)
    assert marks == {(mark, who.id), (mark, approver.holder.who.id)}
    person.enter(PIN)
    approver.enter_pin(PIN)
    assert SprayMark.objects.count() == 2  # nothing of a right one


def test_a_spray_through_the_door_itself_is_noticed() -> None:
    limit("members", 2)
    people = [known_browser()[0] for _ in range(4)]
    for person in people[:2]:
        with pytest.raises(WrongPin):
            person.enter(WRONG)
    assert not alarms.is_open()
    with pytest.raises(BrowserRevoked):
        people[2].enter(WRONG)
    assert alarms.is_open()
    with pytest.raises(BrowserRevoked):  # any wrong PIN, of anybody, from now on
        people[3].enter("5820")
    assert Enrolment.objects.filter(ended_why="wrong_pins").count() == 2


def test_during_an_alarm_a_right_pin_opens_and_a_fresh_browser_has_its_tries() -> None:
    alarms.raise_alarm(alarms.SAME_PIN, {"members": 21}, AT)
    person, who = known_browser()
    person.enter(PIN)
    new = cast.stranger()
    new.identify(who.document_number, later(minutes=5))
    new.try_code(cast.code_sent_to(who), later(minutes=5))
    with pytest.raises(WrongPin):
        new.try_pin(WRONG, later(minutes=5))
    assert new.try_pin(PIN, later(minutes=5))
    person.identify(who.document_number, later(minutes=6))
    with pytest.raises(BrowserRevoked):
        person.enter(WRONG, later(minutes=6))
    assert Enrolment.objects.filter(member=who, ended_why="wrong_pins").count() == 1


def test_after_the_alarm_is_closed_the_curve_is_as_ever() -> None:
    alarms.raise_alarm(alarms.SAME_PIN, {"members": 21}, AT)
    (alarm,) = alarms.alarms()
    alarms.close_alarm(alarm_id=alarm.id, why="simulacro", actor="cli:access", at=AT)
    person, _ = known_browser()
    for _ in range(2):
        with pytest.raises(WrongPin):
            person.enter(WRONG)
    with pytest.raises(PinWaits):
        person.enter(WRONG)


def test_an_alarm_that_was_closed_needs_as_many_again() -> None:
    limit("members", 2)
    for _ in range(3):
        wrong_pin(WRONG)
    (alarm,) = alarms.alarms()
    alarms.close_alarm(alarm_id=alarm.id, why="una pruebita", actor="cli:access", at=AT)
    wrong_pin(WRONG)
    assert not alarms.is_open()
    for _ in range(3):
        spraying.note(spraying.mark_of(WRONG, AT), uuid7(), policy(AT), later(seconds=1))
    assert alarms.is_open()


def test_most_tries_of_an_hour_wrong_raises_the_alarm() -> None:
    tries(right=39, wrong=61)
    assert watch_failures(at=AT)
    (alarm,) = alarms.alarms()
    assert (alarm.kind, alarm.detail) == (alarms.WRONG_SHARE, {"tries": 100, "wrong": 61})
    assert not watch_failures(at=AT)


@pytest.mark.parametrize(("right", "wrong", "minutes_ago"), [(40, 60, 1), (0, 99, 1), (0, 500, 61)])
def test_a_share_at_the_limit_few_tries_or_old_ones_raise_none(
    right: int, wrong: int, minutes_ago: float
) -> None:
    tries(right=right, wrong=wrong, minutes_ago=minutes_ago)
    assert not watch_failures(at=AT)


def test_what_was_seen_before_an_alarm_was_closed_raises_no_other() -> None:
    tries(right=0, wrong=100)
    watch_failures(at=AT)
    (alarm,) = alarms.alarms()
    alarms.close_alarm(alarm_id=alarm.id, why="ya", actor="cli:access", at=AT)
    assert not watch_failures(at=later(minutes=1))


def test_an_alarm_is_closed_once_and_with_a_reason() -> None:
    alarms.raise_alarm(alarms.SAME_PIN, {"members": 21}, AT)
    (alarm,) = alarms.alarms()
    with pytest.raises(alarms.ReasonNeeded):
        alarms.close_alarm(alarm_id=alarm.id, why="  ", actor="cli:access", at=AT)
    alarms.close_alarm(alarm_id=alarm.id, why="simulacro", actor="cli:access", at=AT)
    with pytest.raises(alarms.NoOpenAlarm):
        alarms.close_alarm(alarm_id=alarm.id, why="otra vez", actor="cli:access", at=AT)
    assert alarms.alarms() == []
    assert alarms.alarms(with_closed=True)[0].closed_why == "simulacro"
    event = AuditEvent.objects.get(action="access.alarm_closed")
    assert (event.actor, event.detail) == ("cli:access", {"why": "simulacro"})


def test_costs_little_and_only_a_wrong_pin() -> None:
    mark, in_force, member = spraying.mark_of(WRONG, AT), policy(AT), uuid7()
    for most in (3, 1):  # the second time this member has this mark already
        with CaptureQueriesContext(connection) as asked:
            spraying.note(mark, member, in_force, AT)
        assert len(asked) <= most


def test_would_not_notice_a_spray_if_marks_were_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spraying, "note", lambda *_: None)
    limit("members", 2)
    for _ in range(4):
        with pytest.raises(WrongPin):
            known_browser()[0].enter(WRONG)
    assert not alarms.is_open()


@pytest.mark.usefixtures("as_web")
def test_works_with_the_rights_of_the_web() -> None:
    for _ in range(21):
        wrong_pin(WRONG)
    assert alarms.is_open()
