"""«Bloquear mi acceso ahora»: what it closes, for whom, and what it leaves alone."""

import pytest

from minga.access import access_blocks, sessions
from minga.access.block_access import block_access
from minga.access.flows import FlowExpired
from minga.access.models import AccessBlock, Enrolment, OfficeSession, Stage
from minga.access.pin_gate import AccessBlocked
from minga.access.sessions import SessionOver
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, Person, later
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def inside(**other: object) -> tuple[Person, Member]:
    """A member in the office, in a known browser."""
    who, person = cast.registered(**other), cast.stranger()
    person.sign_in_anew(who)
    return person, who


def block(person: Person) -> None:
    block_access(session_token=person.session, by=person.by, at=later(minutes=1))


def test_ends_every_session_and_forgets_every_browser() -> None:
    person, who = inside()
    other = cast.stranger()
    other.sign_in_anew(who, later(seconds=61))
    block(person)
    for one in (person, other):
        assert sessions.member_inside(one.session, later(minutes=1)) is None
    assert not Enrolment.objects.filter(member=who, ended_at=None).exists()
    assert person.identify(who.document_number, later(minutes=2)).stage == Stage.CODE


def test_voids_what_was_approved_and_not_done() -> None:
    from minga.access.approvals import ApprovalVoided
    from minga.access.tests.approval_cast import Approver
    from minga.kit.refusal import Refusal

    approver = Approver()
    approver.approve()
    who = approver.row.member
    block_access(session_token=approver.holder.person.session, by=approver.holder.person.by, at=AT)
    assert (approver.row.voided_why, approver.row.code_digest) == ("blocked", None)
    with pytest.raises(Refusal):
        approver.use()
    # Also if its session were still open.
    OfficeSession.objects.filter(member=who).update(ended_at=None)
    with pytest.raises(ApprovalVoided):
        approver.use()


def test_ends_a_sign_in_that_had_come_as_far_as_the_pin() -> None:
    person, who = inside()
    half_way = cast.stranger()
    half_way.identify(who.document_number, later(seconds=61))
    half_way.try_code(cast.code_sent_to(who), later(seconds=61))
    block(person)
    with pytest.raises(FlowExpired):
        half_way.try_pin(PIN, later(minutes=1))


def test_lets_nobody_in_with_the_code_and_the_right_pin() -> None:
    person, who = inside()
    block(person)
    again = cast.stranger()
    at = later(minutes=3)
    again.identify(who.document_number, at)
    again.try_code(cast.code_sent_to(who), at)
    with pytest.raises(AccessBlocked):
        again.try_pin(PIN, at)


def test_lets_the_member_in_again_once_it_is_lifted() -> None:
    """The planted fault: without its row, the very same way in is open."""
    person, who = inside()
    block(person)
    assert access_blocks.lift(who.id, "test", later(minutes=2))
    assert not access_blocks.is_open(who.id)
    again = cast.stranger()
    again.sign_in_anew(who, later(minutes=3))
    assert sessions.member_inside(again.session, later(minutes=3)) is not None


def test_leaves_everybody_else_alone() -> None:
    person, _ = inside()
    stranger, other = inside()
    block(person)
    assert sessions.member_inside(stranger.session, later(minutes=1)) is not None
    assert not access_blocks.is_open(other.id)


def test_tells_every_address_and_keeps_a_trace() -> None:
    person, who = inside(mobile="+573001234567")
    with cast.outbox_watched() as published:
        block(person)
    reached = [
        (one.payload["kind"], one.payload["email"], one.payload["mobile"]) for one in published
    ]
    assert not any("link" in one.payload for one in published)  # there is nothing left to close
    assert reached == [
        ("access_blocked", who.email, ""), ("access_blocked", "", "+573001234567"),
    ]  # fmt: skip
    event = AuditEvent.objects.get(action="access.block_access")
    assert (event.subject, event.result) == (f"member:{who.id}", "done")


def test_needs_a_living_session() -> None:
    person, who = inside()
    with pytest.raises(SessionOver):
        block_access(session_token="nobody's", by=person.by, at=AT)
    with pytest.raises(SessionOver):
        block_access(session_token=person.session, by=person.by, at=later(hours=2))
    assert not access_blocks.is_open(who.id)


def test_is_one_record_however_often_it_is_asked_for() -> None:
    _, who = inside()
    assert access_blocks.open_block(who.id, "member", AT)
    assert not access_blocks.open_block(who.id, "link", AT)
    assert AccessBlock.objects.filter(member=who).count() == 1
    assert access_blocks.lift(who.id, "test", AT)
    assert not access_blocks.lift(who.id, "test", AT)
