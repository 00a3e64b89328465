"""«Olvidar» a known browser: the member's own and nobody else's."""

import pytest

from minga.access import sessions
from minga.access.forget_browser import NoSuchBrowser, forget_browser, forget_other_browsers
from minga.access.models import Enrolment, OfficeSession, Stage
from minga.access.tests import cast
from minga.access.tests.cast import PIN, Person, later
from minga.access.tests.test_change_pin import inside
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db
NOW = later(minutes=3)


def enrolment_of(person: Person) -> Enrolment:
    session = OfficeSession.objects.select_related("enrolment").latest("started_at")
    assert sessions.member_inside(person.session, NOW)
    assert session.enrolment is not None
    return session.enrolment


def two_browsers() -> tuple[Person, Person, Enrolment, Member]:
    """The browser at hand, another one with its enrolment, and whose they are."""
    person, who = inside()
    other = cast.stranger()
    other.sign_in_anew(who, later(minutes=2))
    return person, other, enrolment_of(other), who


def test_asks_the_forgotten_browser_for_a_code_again_and_ends_its_sessions() -> None:
    person, other, known, who = two_browsers()
    with cast.outbox_watched() as published:
        forget_browser(session_token=person.session, browser_id=known.id, by=person.by, at=NOW)
    assert sessions.member_inside(other.session, NOW) is None
    assert other.identify(who.document_number, NOW).stage == Stage.CODE
    assert person.identify(who.document_number, NOW).stage == Stage.PIN
    assert [one.payload["kind"] for one in published if one.topic == "notice"] == [
        "browser_forgotten"
    ]
    assert AuditEvent.objects.filter(action="access.forget_browser").count() == 1


def test_refuses_the_browser_of_a_stranger() -> None:
    person, other, known, _ = two_browsers()
    stranger, _ = inside()
    with pytest.raises(NoSuchBrowser):
        forget_browser(session_token=stranger.session, browser_id=known.id, by=person.by, at=NOW)
    assert sessions.member_inside(other.session, NOW) is not None


def test_refuses_a_browser_that_is_forgotten_already() -> None:
    person, _, known, _ = two_browsers()
    forget_browser(session_token=person.session, browser_id=known.id, by=person.by, at=NOW)
    with pytest.raises(NoSuchBrowser):
        forget_browser(session_token=person.session, browser_id=known.id, by=person.by, at=NOW)


def test_lets_a_member_forget_the_browser_at_hand_and_go_on() -> None:
    person, who = inside()
    here = enrolment_of(person)
    forget_browser(session_token=person.session, browser_id=here.id, by=person.by, at=NOW)
    assert sessions.member_inside(person.session, NOW) is not None
    assert person.identify(who.document_number, NOW).stage == Stage.CODE


def test_forgets_all_others_at_once_and_nobody_elses() -> None:
    person, _, _, who = two_browsers()
    third = cast.stranger()
    third.sign_in_anew(who, later(minutes=3.5))
    stranger, _ = inside()
    count = forget_other_browsers(
        session_token=person.session, browser_token=person.browser, by=person.by,
        at=later(minutes=4),
    )  # fmt: skip
    assert count == 2
    assert Enrolment.objects.filter(member=who, ended_at=None).count() == 1
    assert sessions.member_inside(stranger.session, later(minutes=4)) is not None
    assert person.identify(who.document_number, later(minutes=4)).stage == Stage.PIN


def test_says_nothing_when_there_was_nothing_to_forget() -> None:
    person, _ = inside()
    with cast.outbox_watched() as published:
        assert not forget_other_browsers(
            session_token=person.session, browser_token=person.browser, by=person.by, at=NOW
        )
    assert published == []


def test_remembers_when_a_browser_was_used() -> None:
    person, who = inside()
    person.identify(who.document_number, NOW)
    person.enter(PIN, NOW)
    assert enrolment_of(person).last_used_at == NOW
