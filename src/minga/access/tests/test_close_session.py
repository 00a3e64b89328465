"""«Cerrar» an open session: the member's own, never the one at hand, nobody else's."""

import pytest

from minga.access import sessions
from minga.access.close_session import NoSuchSession, close_other_sessions, close_session
from minga.access.models import OfficeSession
from minga.access.tests import cast
from minga.access.tests.cast import Person, later
from minga.access.tests.test_change_pin import inside
from minga.members.models import Member

pytestmark = pytest.mark.django_db
NOW = later(minutes=3)


def two_sessions() -> tuple[Person, Person, OfficeSession, Member]:
    person, who = inside()
    other = cast.stranger()
    other.sign_in_anew(who, later(minutes=2))
    return person, other, OfficeSession.objects.filter(member=who).latest("started_at"), who


def test_ends_one_and_leaves_the_browser_known() -> None:
    person, other, session, who = two_sessions()
    with cast.outbox_watched() as published:
        close_session(session_token=person.session, session_id=session.id, by=person.by, at=NOW)
    assert sessions.member_inside(other.session, NOW) is None
    assert sessions.member_inside(person.session, NOW) is not None
    assert [one.payload["kind"] for one in published] == ["sessions_closed"]
    assert other.identify(who.document_number, NOW).stage == "pin"


def test_refuses_the_session_of_a_stranger_and_the_one_at_hand() -> None:
    _, other, session, _ = two_sessions()
    stranger, _ = inside()
    for who in (stranger, other):
        with pytest.raises(NoSuchSession):
            close_session(session_token=who.session, session_id=session.id, by=who.by, at=NOW)
    assert sessions.member_inside(other.session, NOW) is not None


def test_ends_all_others_at_once() -> None:
    person, other, _, _ = two_sessions()
    stranger, _ = inside()
    assert close_other_sessions(session_token=person.session, by=person.by, at=NOW) == 1
    assert sessions.member_inside(other.session, NOW) is None
    assert sessions.member_inside(person.session, NOW) is not None
    assert sessions.member_inside(stranger.session, NOW) is not None
    with cast.outbox_watched() as published:
        assert not close_other_sessions(session_token=person.session, by=person.by, at=NOW)
    assert published == []
