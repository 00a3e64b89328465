"""What a good signature opens, how it ends, and all that opens nothing."""

from typing import Any

import pytest
from django.db import connection

from minga.audit.models import AuditEvent
from minga.kit import embedded_postgres
from minga.kit.passkeys.site import site_of
from minga.kit.tests.authenticator import PRESENT, VERIFIED, Authenticator
from minga.staff import sessions, sign_in
from minga.staff.change_roles import change_roles
from minga.staff.disable_employee import disable_employee
from minga.staff.models import Role, StaffKey, StaffSession
from minga.staff.refusals import KeyRefused, StaffSessionOver, TooManyTries, UnknownEmployee
from minga.staff.sign_out import sign_out
from minga.staff.tests.cast import (
    AT,
    BOSS,
    SITE,
    Worker,
    at_work,
    document,
    later,
    link,
    somebody,
    with_key,
)

pytestmark = pytest.mark.django_db


def refused(worker: Worker, why: str, **other: Any) -> None:
    before = StaffSession.objects.count()
    with pytest.raises(KeyRefused) as refusal:
        worker.enter(**other)
    assert (refusal.value.why, refusal.value.details) == (why, {})
    assert StaffSession.objects.count() == before
    event = AuditEvent.objects.filter(action="staff.sign_in").latest("id")
    assert (event.result, event.detail["why"]) == ("key_refused", why)


@pytest.fixture
def worker() -> Worker:
    return with_key(Role.ANALYST, Role.AUDITOR)


def test_a_key_lets_its_employee_in_with_their_roles(worker: Worker) -> None:
    token = worker.enter()
    here = worker.here()
    assert (here.employee_id, here.name) == (worker.who.id, worker.who.name)
    assert here.roles == {Role.ANALYST, Role.AUDITOR}
    assert not here.is_demo
    row = StaffSession.objects.get(employee=worker.who)
    assert token.encode() not in bytes(row.token_digest)


def test_signing_in_again_ends_the_session_at_hand(worker: Worker) -> None:
    first = worker.enter()
    worker.enter()
    assert sessions.employee_inside(first, AT) is None
    worker.here()


def test_a_session_ends_after_ten_idle_minutes(worker: Worker) -> None:
    worker.enter()
    worker.here(later(minutes=9.9))
    worker.here(later(minutes=19))
    with pytest.raises(StaffSessionOver):
        worker.here(later(minutes=29.1))


def test_a_session_ends_after_eight_hours_whatever_is_done(worker: Worker) -> None:
    worker.enter()
    for tens in range(9, 480, 9):
        worker.here(later(minutes=tens))
    with pytest.raises(StaffSessionOver):
        worker.here(later(hours=8))


def test_disabling_ends_everything_at_once(worker: Worker) -> None:
    worker.enter()
    other = at_work()
    disable_employee(**document(worker.who), why="se retiró", actor=BOSS, at=AT)
    with pytest.raises(StaffSessionOver):
        worker.here()
    other.here()
    refused(worker, "unknown_key")
    with pytest.raises(UnknownEmployee):
        disable_employee(**document(worker.who), why="otra vez", actor=BOSS, at=AT)


def test_disabled_people_stay_out_even_with_a_living_key_or_session(worker: Worker) -> None:
    """Planted: what disabling also ends is given back; each lock holds by itself."""
    worker.enter()
    disable_employee(**document(worker.who), why="se retiró", actor=BOSS, at=AT)
    StaffKey.objects.filter(employee=worker.who).update(removed_at=None)
    StaffSession.objects.filter(employee=worker.who).update(ended_at=None)
    with pytest.raises(StaffSessionOver):
        worker.here()
    refused(worker, "disabled")


def test_changed_roles_end_the_session_and_serve_from_the_next(worker: Worker) -> None:
    worker.enter()
    change_roles(**document(worker.who), roles=[Role.ACCOUNTANT], actor=BOSS, at=AT)
    with pytest.raises(StaffSessionOver):
        worker.here()
    worker.enter()
    assert worker.here().roles == {Role.ACCOUNTANT}


def test_salir_ends_the_session(worker: Worker) -> None:
    worker.enter()
    sign_out(session_token=worker.session, by=worker.by, at=AT)
    with pytest.raises(StaffSessionOver):
        worker.here()
    sign_out(session_token=worker.session, by=worker.by, at=AT)
    assert AuditEvent.objects.filter(action="staff.sign_out").count() == 1


@pytest.mark.parametrize("token", ["", "x", "a" * 43])
def test_a_token_that_never_was_is_nobody(token: str) -> None:
    assert sessions.employee_inside(token, AT) is None


def test_refuses_an_answer_given_before(worker: Worker) -> None:
    begun = sign_in.begin(site=SITE, by=worker.by, at=AT)
    answer = worker.device.sign(begun.options)
    given: dict[str, Any] = {
        "holder": begun.holder, "answer": answer, "site": SITE, "session_token": "",
        "by": worker.by, "at": AT,
    }  # fmt: skip
    sign_in.finish(**given)
    with pytest.raises(KeyRefused) as refusal:
        sign_in.finish(**given)
    assert refusal.value.why == "challenge"


@pytest.mark.parametrize("holder", ["", "guessed"])
def test_refuses_an_answer_from_whoever_was_not_asked(worker: Worker, holder: str) -> None:
    begun = sign_in.begin(site=SITE, by=worker.by, at=AT)
    with pytest.raises(KeyRefused) as refusal:
        sign_in.finish(
            holder=holder, answer=worker.device.sign(begun.options), site=SITE, session_token="",
            by=worker.by, at=AT,
        )  # fmt: skip
    assert refusal.value.why == "challenge"


def test_refuses_an_answer_after_five_minutes(worker: Worker) -> None:
    begun = sign_in.begin(site=SITE, by=worker.by, at=AT)
    with pytest.raises(KeyRefused) as refusal:
        sign_in.finish(
            holder=begun.holder, answer=worker.device.sign(begun.options), site=SITE,
            session_token="", by=worker.by, at=later(minutes=5),
        )  # fmt: skip
    assert refusal.value.why == "challenge"


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, 0])
def test_refuses_whoever_the_device_did_not_verify(worker: Worker, flags: int) -> None:
    worker.device.flags = flags
    refused(worker, "signature")


def test_refuses_what_was_signed_elsewhere(worker: Worker) -> None:
    worker.device.origin = "http://localhost:9000"
    refused(worker, "signature")


def test_refuses_a_page_inside_another_page(worker: Worker) -> None:
    worker.device.is_embedded = True
    refused(worker, "signature")


def test_refuses_the_signature_of_another_key(worker: Worker) -> None:
    forger = Authenticator(credential_id=worker.device.credential_id)
    forger.user_handle = worker.device.user_handle
    refused(Worker(worker.who, device=forger), "signature")
    worker.enter()


def test_refuses_a_key_that_says_it_is_somebody_elses(worker: Worker) -> None:
    worker.device.user_handle = with_key().who.id.bytes
    refused(worker, "not_for_this")


def test_refuses_a_key_at_an_address_it_was_not_made_at(worker: Worker) -> None:
    elsewhere = site_of("https://localhost:8443", "Otra")
    worker.device.origin = "https://localhost:8443"
    refused(worker, "not_for_this", site=elsewhere)


def test_refuses_a_key_nobody_has(worker: Worker) -> None:
    refused(Worker(worker.who), "unknown_key")


def test_a_key_that_was_copied_dies_with_its_sessions(worker: Worker) -> None:
    worker.enter()
    session = worker.session
    thief = Authenticator(credential_id=worker.device.credential_id, key=worker.device.key)
    thief.user_handle = worker.device.user_handle
    worker.enter(later(minutes=1))
    refused(Worker(worker.who, device=thief), "copied")
    assert sessions.employee_inside(session, AT) is None
    with pytest.raises(StaffSessionOver):
        worker.here(later(minutes=1))
    refused(worker, "unknown_key")


def test_one_address_asks_so_often_and_no_more() -> None:
    by = somebody()
    for _ in range(60):
        sign_in.begin(site=SITE, by=by, at=AT)
    with pytest.raises(TooManyTries):
        sign_in.begin(site=SITE, by=by, at=AT)
    sign_in.begin(site=SITE, by=by, at=later(minutes=11))


def test_a_session_without_a_key_is_nobodys_but_the_demos(worker: Worker) -> None:
    """Planted: a session that lost its key opens nothing."""
    worker.enter()
    StaffSession.objects.filter(employee=worker.who).update(key=None)
    with pytest.raises(StaffSessionOver):
        worker.here()
    with pytest.raises(ValueError, match="with a key"):
        sessions.open_session(worker.who, None, by=worker.by, at=AT)


@pytest.mark.usefixtures("as_web")
def test_getting_in_and_out_needs_only_the_rights_of_the_web() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {embedded_postgres.OWNER}")
        worker = Worker(with_key().who)
        token = link(worker.who)
        cursor.execute(f"SET ROLE {embedded_postgres.WEB}")
    worker.enrol(token)
    worker.enter()
    worker.here(later(minutes=1))
    sign_out(session_token=worker.session, by=worker.by, at=later(minutes=2))
