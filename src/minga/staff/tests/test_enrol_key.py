"""An invitation becomes a key: once, soon, with the person verified, and by no other way."""

import pytest

from minga.audit.models import AuditEvent
from minga.kit.passkeys.site import site_of
from minga.kit.tests.authenticator import PRESENT, Authenticator
from minga.staff import enrol_key
from minga.staff.disable_employee import disable_employee
from minga.staff.enrol_key import LinkSpent, TooManyKeys
from minga.staff.identity import actor_of
from minga.staff.models import EnrolmentLink, Role, StaffKey
from minga.staff.refusals import KeyRefused, TooManyTries
from minga.staff.tests.cast import AT, BOSS, SITE, Worker, document, hired, later, link, somebody

pytestmark = pytest.mark.django_db


def refused(worker: Worker, token: str, why: str) -> None:
    with pytest.raises(KeyRefused) as refusal:
        worker.enrol(token)
    assert (refusal.value.why, refusal.value.details) == (why, {})
    event = AuditEvent.objects.filter(action="staff.enrol_key").latest("id")
    assert (event.result, event.detail["why"]) == ("key_refused", why)


def test_a_link_makes_one_key_and_serves_no_more() -> None:
    worker = Worker(hired(Role.ANALYST))
    token = link(worker.who)
    assert enrol_key.whose_link(token, AT) == worker.who.name
    worker.enrol(token)
    key = StaffKey.objects.get(employee=worker.who)
    assert (key.origin, key.added_at) == (SITE.origin, AT)
    assert enrol_key.whose_link(token, AT) is None
    with pytest.raises(LinkSpent):
        worker.enrol(token)
    event = AuditEvent.objects.get(action="staff.enrol_key")
    assert (event.actor, event.result) == (actor_of(worker.who.id), "done")


def test_the_link_itself_is_not_kept() -> None:
    who = hired()
    token = link(who)
    row = EnrolmentLink.objects.get(employee=who)
    assert token.encode() not in bytes(row.token_digest)
    assert token not in str(AuditEvent.objects.filter(action="staff.make_link").values())


def test_a_link_lasts_a_day() -> None:
    worker = Worker(hired())
    token = link(worker.who)
    with pytest.raises(LinkSpent):
        worker.enrol(token, later(hours=24))
    worker.enrol(token, later(hours=23.9))


def test_a_newer_link_takes_the_place_of_the_old_one() -> None:
    worker = Worker(hired())
    old, new = link(worker.who), link(worker.who)
    with pytest.raises(LinkSpent):
        worker.enrol(old)
    worker.enrol(new)


@pytest.mark.parametrize("token", ["", "x", "a" * 43])
def test_a_link_that_never_was_opens_nothing(token: str) -> None:
    assert enrol_key.whose_link(token, AT) is None
    with pytest.raises(LinkSpent):
        enrol_key.begin(token=token, site=SITE, by=somebody(), at=AT)


def test_whoever_left_makes_no_key() -> None:
    worker = Worker(hired())
    token = link(worker.who)
    disable_employee(**document(worker.who), why="se retiró", actor=BOSS, at=AT)
    with pytest.raises(LinkSpent):
        worker.enrol(token)


def test_refuses_a_key_of_whoever_the_device_did_not_verify() -> None:
    worker = Worker(hired(), device=Authenticator(flags=PRESENT))
    refused(worker, link(worker.who), "not_verified")
    assert not StaffKey.objects.filter(employee=worker.who).exists()


def test_refuses_a_key_made_at_another_address() -> None:
    worker = Worker(hired(), device=Authenticator(origin="https://mal.example"))
    refused(worker, link(worker.who), "not_verified")


def test_refuses_an_answer_to_the_challenge_of_another_link() -> None:
    first, second = Worker(hired()), Worker(hired())
    mine, theirs = link(first.who), link(second.who)
    made = first.device.make(enrol_key.begin(token=mine, site=SITE, by=first.by, at=AT))
    with pytest.raises(KeyRefused) as refusal:
        enrol_key.finish(token=theirs, answer=made, site=SITE, by=second.by, at=AT)
    assert refusal.value.why == "challenge"


@pytest.mark.parametrize("junk", ["", "{}", "null", "x" * 16_001, "\ud800"])
def test_refuses_what_no_browser_sends(junk: str) -> None:
    token = link(hired())
    enrol_key.begin(token=token, site=SITE, by=somebody(), at=AT)
    with pytest.raises(KeyRefused) as refusal:
        enrol_key.finish(token=token, answer=junk, site=SITE, by=somebody(), at=AT)
    assert refusal.value.why == "unreadable"


def test_refuses_a_key_that_is_known_already() -> None:
    worker = Worker(hired())
    worker.enrol(link(worker.who))
    other = Worker(hired(), device=worker.device)
    refused(other, link(other.who), "known_already")


def test_nobody_has_more_keys_than_one_may() -> None:
    who = hired()
    for _ in range(5):
        Worker(who).enrol(link(who))
    with pytest.raises(TooManyKeys):
        Worker(who).enrol(link(who))


def test_one_address_asks_for_so_many_challenges_and_no_more() -> None:
    token, by = link(hired()), somebody()
    for _ in range(60):
        enrol_key.begin(token=token, site=SITE, by=by, at=AT)
    with pytest.raises(TooManyTries):
        enrol_key.begin(token=token, site=SITE, by=by, at=AT)
    enrol_key.begin(token=token, site=SITE, by=somebody(), at=AT)


def test_browsers_make_no_keys_for_a_number() -> None:
    assert site_of("http://127.0.0.1:8000", "x") is None
