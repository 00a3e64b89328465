"""The office's sessions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access import sessions
from minga.access.models import OfficeSession
from minga.access.money_holds import hold
from minga.access.sessions import member_inside
from minga.access.sign_out import sign_out
from minga.access.tests import cast
from minga.access.tests.cast import AT, Person, later
from minga.audit.models import AuditEvent
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def inside() -> tuple[Person, Member]:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    return person, who


def seen_at(who: Member) -> object:
    return OfficeSession.objects.get(member=who).last_seen_at


def test_knows_the_member_in_one_query() -> None:
    person, who = inside()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = member_inside(person.session, later(minutes=1))
    assert len(queries) == 1
    assert found is not None
    assert found.member_id == who.id


def test_ends_after_five_minutes_without_use() -> None:
    person, _ = inside()
    assert member_inside(person.session, later(minutes=5)) is None


def test_lives_on_while_it_is_used_and_ends_after_an_hour_all_the_same() -> None:
    person, _ = inside()
    for minutes in range(4, 60, 4):
        assert member_inside(person.session, later(minutes=minutes)) is not None
    assert member_inside(person.session, later(minutes=60)) is None


def test_would_live_for_ever_without_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sessions, "_MEMBER_INSIDE", sessions._MEMBER_INSIDE.replace("s.expires_at > %(at)s", "true")
    )
    person, _ = inside()
    for minutes in range(4, 68, 4):
        assert member_inside(person.session, later(minutes=minutes)) is not None


def test_writes_that_it_was_used_at_most_every_thirty_seconds() -> None:
    person, who = inside()
    member_inside(person.session, later(seconds=30))
    assert seen_at(who) == AT
    member_inside(person.session, later(seconds=31))
    assert seen_at(who) == later(seconds=31)
    member_inside(person.session, later(seconds=60))
    assert seen_at(who) == later(seconds=31)


def test_does_not_come_back_to_life() -> None:
    person, _ = inside()
    assert member_inside(person.session, later(minutes=6)) is None
    assert member_inside(person.session, later(minutes=2)) is not None
    assert member_inside(person.session, later(minutes=8)) is None


@pytest.mark.parametrize("token", ["", "x", "a" * 500, "\x00", "ñ"])
def test_knows_nobody_by_another_token(token: str) -> None:
    inside()
    assert member_inside(token, AT) is None


def test_ends_at_sign_out_and_says_so_in_the_trail() -> None:
    person, who = inside()
    sign_out(session_token=person.session, by=person.by, at=later(minutes=1))
    assert member_inside(person.session, later(minutes=1)) is None
    sign_out(session_token=person.session, by=person.by, at=later(minutes=1))
    sign_out(session_token="never-was", by=person.by, at=later(minutes=1))
    trail = AuditEvent.objects.filter(action="access.sign_out", subject=f"member:{who.id}")
    assert trail.count() == 1


def test_takes_its_times_from_the_parameters_in_force_at_sign_in() -> None:
    Parameter.objects.create(
        key="access.session.idle_minutes", valid_from="2026-11-23", value="2", source="test",
        confidence="P",
    )  # fmt: skip
    _, who = inside()
    assert OfficeSession.objects.get(member=who).idle == timedelta(minutes=2)


def test_keeps_two_members_apart() -> None:
    person, who = inside()
    other, somebody_else = inside()
    first, second = member_inside(person.session, AT), member_inside(other.session, AT)
    assert first is not None
    assert second is not None
    assert (first.member_id, second.member_id) == (who.id, somebody_else.id)


def test_ends_every_session_of_a_member_and_nobody_elses() -> None:
    who, people = cast.registered(), [cast.stranger() for _ in range(3)]
    for nth, person in enumerate(people):
        person.sign_in_anew(who, later(minutes=nth))
    other, _ = inside()
    at = later(minutes=3)
    assert sessions.end_all(who.id, "pin_changed", at, people[1].session) == 2
    assert [member_inside(one.session, at) is not None for one in people] == [False, True, False]
    assert sessions.end_all(who.id, "pin_changed", at) == 1
    assert sessions.end_all(who.id, "pin_changed", at) == 0
    assert member_inside(people[1].session, at) is None
    assert member_inside(other.session, at) is not None
    ended = OfficeSession.objects.filter(member=who)
    assert {(one.ended_at, one.ended_why) for one in ended} == {(at, "pin_changed")}


def test_says_until_when_none_of_the_members_money_goes_out() -> None:
    person, who = inside()
    other, _ = inside()
    hold(who.id, why="pin_recovered", until=later(minutes=3), at=AT)
    found = [member_inside(one.session, later(minutes=2)) for one in (person, other)]
    assert [one and one.money_held_until for one in found] == [later(minutes=3), None]
    over = member_inside(person.session, later(minutes=3))
    assert over is not None
    assert over.money_held_until is None
