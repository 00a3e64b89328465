"""When and from where a member was here before."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access import sessions
from minga.access.last_sign_in import LastSignIn, last_sign_in
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, Person, later
from minga.access.visitor import Visitor
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def twice() -> tuple[Person, Member]:
    """A member who came back three hours later."""
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    person.identify(who.document_number, later(hours=3))
    person.enter(PIN, later(hours=3))
    return person, who


def told(person: Person, by: Visitor) -> LastSignIn | None:
    inside = sessions.member_inside(person.session, later(hours=3))
    assert inside is not None
    return last_sign_in(inside.member_id, inside.previous_sign_in_at, by)


def test_tells_nothing_before_the_first_time() -> None:
    person, who = cast.stranger(), cast.registered()
    person.sign_in_anew(who)
    inside = sessions.member_inside(person.session, AT)
    assert inside is not None
    assert last_sign_in(who.id, inside.previous_sign_in_at, person.by) is None


def test_tells_the_time_before_this_one_and_its_device_in_one_query() -> None:
    person, _ = twice()
    with CaptureQueriesContext(connection) as queries:
        found = told(person, person.by)
    assert found == LastSignIn(AT, "Firefox", with_passkey=False, elsewhere=False)
    assert len(queries) == 2  # the other one knows who is inside


def test_tells_whether_the_network_was_another() -> None:
    person, _ = twice()
    found = told(person, replace(person.by, ip="198.51.100.77"))
    assert found is not None
    assert found.elsewhere


def test_takes_the_addresses_of_one_subscriber_for_one_network() -> None:
    who = cast.registered()
    person = Person(Visitor("2800:e2:1:9::1", "Mozilla Firefox/140"))
    person.sign_in_anew(who)
    found = last_sign_in(who.id, AT, Visitor("2800:e2:1:9:aaaa::2"))
    assert found is not None
    assert not found.elsewhere


def test_tells_nothing_of_a_later_session_or_of_another_member() -> None:
    person, who = twice()
    other = cast.stranger()
    other.sign_in_anew(cast.registered(), later(hours=1))
    found = last_sign_in(who.id, AT, person.by)
    assert found is not None
    assert found.at == AT
