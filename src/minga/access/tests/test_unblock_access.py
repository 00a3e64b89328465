"""Staff let a member in again."""

import pytest

from minga.access import access_blocks
from minga.access.models import Credential, PinBlock
from minga.access.pin_gate import PinDisabled
from minga.access.staff_act import NoSuchMember, ReasonNeeded, StaffAct
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.test_change_pin import inside
from minga.access.unblock_access import NothingToUnblock, unblock_access
from minga.audit.models import AuditEvent
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def unblock(who: Member, reason: str = "vino con su cédula") -> None:
    unblock_access(
        document_type=who.document_type, number=who.document_number,
        act=StaffAct("os:marta", reason, later(minutes=5)),
    )  # fmt: skip


def test_gives_back_a_pin_that_was_disabled() -> None:
    person, who = inside()
    PinBlock.objects.create(credential_id=who.id, at=AT, why="failures_in_a_row")
    Credential.objects.filter(member=who).update(failures=10)
    person.identify(who.document_number, later(minutes=6))
    with pytest.raises(PinDisabled):
        person.try_pin(PIN, later(minutes=6))
    unblock(who)
    person.enter(PIN, later(minutes=6))
    block = PinBlock.objects.get(credential_id=who.id)
    assert (block.lifted_at, block.lifted_why) == (later(minutes=5), "staff")


def test_opens_an_access_that_the_member_closed() -> None:
    _, who = inside()
    access_blocks.open_block(who.id, "member", AT)
    unblock(who)
    assert not access_blocks.is_open(who.id)
    cast.stranger().sign_in_anew(who, later(minutes=6))


def test_ends_a_pause_and_the_failures() -> None:
    person, who = inside()
    person.identify(who.document_number, later(minutes=1))
    for _ in range(3):
        with pytest.raises(Refusal):
            person.try_pin("8306", later(minutes=1))
    unblock(who)
    assert Credential.objects.get(member=who).failures == 0
    person.enter(PIN, later(minutes=1, seconds=1))


def test_leaves_everybody_elses_blocks() -> None:
    _, who = inside()
    _, other = inside()
    for one in (who, other):
        access_blocks.open_block(one.id, "member", AT)
    unblock(who)
    assert access_blocks.is_open(other.id)


def test_says_who_did_it_and_why_and_tells_every_address() -> None:
    _, who = inside(mobile="+573001234567")
    access_blocks.open_block(who.id, "member", AT)
    with cast.outbox_watched() as published:
        unblock(who, " vino \n con su cédula ")
    event = AuditEvent.objects.get(action="access.unblock_access")
    assert (event.actor, event.subject) == ("os:marta", f"member:{who.id}")
    assert event.detail == {"reason": "vino con su cédula"}
    assert [one.payload["kind"] for one in published] == ["access_unblocked"] * 2
    assert "cédula" not in str([one.payload for one in published])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_refuses_without_a_reason(reason: str) -> None:
    _, who = inside()
    access_blocks.open_block(who.id, "member", AT)
    with pytest.raises(ReasonNeeded):
        unblock(who, reason)
    assert access_blocks.is_open(who.id)


def test_refuses_when_nothing_is_blocked_and_nobody_has_that_document() -> None:
    _, who = inside()
    with pytest.raises(NothingToUnblock):
        unblock(who)
    with pytest.raises(NoSuchMember):
        unblock(Member(document_type="CC", document_number=cast.number()))
