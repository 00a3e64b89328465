"""«¿Olvidaste tu contraseña?»: who is sent a link, how many, and what each does to the others."""

from datetime import timedelta

import pytest

from minga.access.mailed_links import LinkRefused
from minga.access.models import RecoveryLink
from minga.access.open_recovery_link import link_state
from minga.access.register import OfficeOnly
from minga.access.sources import TooManyNumbers
from minga.access.tests import cast
from minga.access.tests.cast import AT, later
from minga.access.tests.recovery_cast import forgetful, link_sent_to, links_sent_to, with_mobile
from minga.access.tidy import tidy
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def refused(link: str, minutes: float = 0) -> str | None:
    state = link_state(link, later(minutes=minutes))
    return state.why if state else None


def test_sends_a_link_to_the_address_on_file() -> None:
    who = with_mobile()
    with cast.outbox_watched() as published:
        forgetful().forgot_pin(who)
    (message,) = published
    assert message.topic == "access.link"
    assert message.payload == {
        "to": who.email, "token": link_sent_to(who), "minutes": 15, "name": "Marta",
        "hour": AT.isoformat(), "device": "Firefox",
    }  # fmt: skip
    assert refused(link_sent_to(who)) is None


def test_stores_no_link() -> None:
    who = cast.registered()
    forgetful().forgot_pin(who)
    stored = RecoveryLink.objects.get(candidate=who.id)
    assert link_sent_to(who).encode() not in bytes(stored.token_digest)
    assert len(link_sent_to(who)) == 43  # 256 bits


def test_sends_nothing_to_anybody_else() -> None:
    unknown = Member(document_type="CC", document_number=cast.number())
    other_type = cast.registered()
    other_type.document_type = "CE"
    for nobody in (unknown, cast.member(), cast.registered(email=""), other_type):
        with cast.outbox_watched() as published:
            forgetful().forgot_pin(nobody)
        assert [(one.topic, one.payload["to"]) for one in published] == [("access.link", "")]
        with pytest.raises(LinkRefused):
            forgetful().open_link(str(published[0].payload["token"]))


@pytest.mark.parametrize("document_type", ["TI", "RC", "NIT"])
def test_sends_minors_and_companies_to_the_office_by_their_document_alone(
    document_type: str,
) -> None:
    for who in (cast.registered(document_type=document_type), Member(document_type=document_type)):
        with pytest.raises(OfficeOnly):
            forgetful().forgot_pin(who)


def test_a_newer_link_takes_the_place_of_the_older_ones() -> None:
    who = cast.registered()
    forgetful().forgot_pin(who)
    first = link_sent_to(who)
    forgetful().forgot_pin(who, later(minutes=1))
    assert refused(first) == "superseded"
    assert refused(link_sent_to(who)) is None


def test_a_link_lives_fifteen_minutes() -> None:
    who = cast.registered()
    forgetful().forgot_pin(who)
    assert refused(link_sent_to(who), 14.9) is None
    assert refused(link_sent_to(who), 15) == "expired"


def test_sends_three_links_a_day_and_then_one_an_hour_with_the_same_answer() -> None:
    who = cast.registered()
    for minutes in range(0, 180, 5):
        with cast.outbox_watched() as published:
            forgetful().forgot_pin(who, later(minutes=minutes))
        assert [one.topic for one in published] == ["access.link"]
    lives = [one.payload["minutes"] for one in links_sent_to(who.email)]
    # At 0, 5 and 10 minutes; when the last of these has expired; and every hour from then on.
    assert lives == [15, 15, 15, 90, 90, 90]
    assert RecoveryLink.objects.filter(candidate=who.id, superseded_at=None).count() == 1


def test_a_member_changes_the_pin_at_once_however_much_a_stranger_asked() -> None:
    """Whoever asked: the newest link that arrived serves, in the member's own new browser."""
    who = with_mobile()
    for minutes in range(0, 600, 7):
        forgetful().forgot_pin(who, later(minutes=minutes))
        person = forgetful()
        at = later(minutes=minutes, seconds=20)
        person.forgot_pin(who, at)
        assert link_state(link_sent_to(who), at) is None
    assert person.open_link(link_sent_to(who), at).stage == "code"
    person.try_recovery_code(cast.code_sent_to(who), at)
    person.change_pin(at=at)


def test_would_keep_a_member_out_without_the_hourly_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: three links a day and no more."""
    who = with_mobile()
    monkeypatch.setattr(
        "minga.access.forgot_pin._life",
        lambda subject, in_force, at: (
            in_force.link_life
            if RecoveryLink.objects.filter(subject=subject).count() < 3
            else timedelta(0)
        ),
    )
    for minutes in range(3):
        forgetful().forgot_pin(who, later(minutes=minutes))
    forgetful().forgot_pin(who, later(hours=1))
    assert refused(link_sent_to(who), 60) == "expired"


def test_another_link_goes_out_at_once_when_the_one_before_served() -> None:
    who = with_mobile()
    for minutes in (0, 1, 2, 20):
        forgetful().forgot_pin(who, later(minutes=minutes))
    forgetful().open_link(link_sent_to(who), later(minutes=21))
    forgetful().forgot_pin(who, later(minutes=22))
    assert refused(link_sent_to(who), 22) is None


def test_keeps_links_for_a_known_browser_that_others_cannot_use_up() -> None:
    who, person = cast.registered(), forgetful()
    person.sign_in_anew(who)
    for _ in range(5):
        forgetful().forgot_pin(who)
    assert len(links_sent_to(who.email)) == 3  # the third waits still
    person.forgot_pin(who)
    assert len(links_sent_to(who.email)) == 4
    neighbour = forgetful()
    neighbour.sign_in_anew(cast.registered(), later(minutes=5))
    forgetful().forgot_pin(who)
    neighbour.forgot_pin(who)
    assert len(links_sent_to(who.email)) == 5  # the strangers', since theirs gave way


def test_makes_an_address_wait_after_ten_people() -> None:
    person = forgetful()
    for _ in range(10):
        person.forgot_pin(cast.member())
    with pytest.raises(TooManyNumbers):
        person.forgot_pin(cast.registered())
    person.forgot_pin(cast.registered(), later(minutes=10))


def test_leaves_a_trace_without_the_number_or_the_link() -> None:
    who, person = cast.registered(), forgetful()
    person.forgot_pin(who)
    (event,) = AuditEvent.objects.filter(ip=person.by.ip)
    assert (event.action, event.result) == ("access.forgot_pin", "done")
    assert who.document_number not in str(vars(event))
    assert link_sent_to(who) not in str(vars(event))


def test_forgets_old_links() -> None:
    who = cast.registered()
    forgetful().forgot_pin(who)
    tidy(at=later(days=1))
    assert RecoveryLink.objects.filter(candidate=who.id).exists()
    tidy(at=later(days=3))
    assert not RecoveryLink.objects.filter(candidate=who.id).exists()


def test_refuses_a_link_that_was_never_sent() -> None:
    for link in ("", "x", "ñ" * 300, "\x00"):
        with pytest.raises(LinkRefused) as refusal:
            forgetful().open_link(link)
        assert refusal.value.why == "unknown"
