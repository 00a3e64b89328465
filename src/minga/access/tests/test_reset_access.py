"""Staff end a credential, and the member registers again."""

import pytest

from minga.access import access_blocks, sessions
from minga.access.models import (
    Credential,
    FormerCredential,
    Passkey,
    PinBlock,
    SealedAnswer,
    Stage,
)
from minga.access.pin_gate import BrowserRevoked
from minga.access.reset_access import NotRegistered, reset_access
from minga.access.staff_act import ReasonNeeded, StaffAct
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.test_change_pin import inside
from minga.audit.models import AuditEvent
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
NOW = later(minutes=5)


def reset(who: Member, reason: str = "perdió su celular") -> None:
    reset_access(
        document_type=who.document_type, number=who.document_number,
        act=StaffAct("os:marta", reason, NOW),
    )  # fmt: skip


def test_lets_the_member_register_again_with_the_mailbox_on_file() -> None:
    person, who = inside()
    reset(who)
    again = cast.stranger()
    again.register_all(who, NOW)
    again.identify(who.document_number, NOW)
    again.enter(PIN, NOW)
    assert sessions.member_inside(person.session, NOW) is None
    assert sessions.member_inside(again.session, NOW) is not None


def test_ends_everything_that_got_in_before() -> None:
    person, who = inside()
    key = Passkey.objects.create(
        member=who, credential_id=who.id.bytes, public_key=b"k", sign_count=0, is_synced=False,
        name="Celular", added_at=AT, origin="https://oficina.ejemplo.co",
    )  # fmt: skip
    access_blocks.open_block(who.id, "member", AT)
    reset(who)
    key.refresh_from_db()
    assert (key.removed_at, key.removed_why) == (NOW, "reset")
    assert not access_blocks.is_open(who.id)
    assert not SealedAnswer.objects.filter(credential_id=who.id).exists()
    assert person.identify(who.document_number, NOW).stage == Stage.CODE
    assert cast.codes_sent_to(who.email)[-1].created_at  # the one of before, and none since
    with pytest.raises(Refusal):
        person.try_code("000000", NOW)


def test_ends_a_sign_in_half_way() -> None:
    person, who = inside()
    person.identify(who.document_number, NOW)
    reset(who)
    with pytest.raises(Refusal) as refusal:
        person.try_pin(PIN, NOW)
    assert refusal.value.code in {"flow_expired", BrowserRevoked.code}


def test_keeps_what_happened_without_the_secrets() -> None:
    _, who = inside()
    PinBlock.objects.create(credential_id=who.id, at=AT, why="failures_in_a_row")
    registered_at = Credential.objects.get(member=who).registered_at
    reset(who)
    former = FormerCredential.objects.get(member=who)
    assert (former.registered_at, former.last_sign_in_at) == (registered_at, AT)
    assert (former.ended_at, former.ended_by, former.reason) == (
        NOW, "os:marta", "perdió su celular",
    )  # fmt: skip
    assert former.pin_blocks == [
        {"at": AT.isoformat(), "why": "failures_in_a_row", "lifted_at": None, "lifted_why": ""}
    ]
    event = AuditEvent.objects.get(action="access.reset_access")
    assert (event.actor, event.detail) == ("os:marta", {"reason": "perdió su celular"})


def test_tells_every_address() -> None:
    _, who = inside(mobile="+573001234567")
    with cast.outbox_watched() as published:
        reset(who)
    assert [one.payload["kind"] for one in published] == ["access_reset"] * 2


def test_leaves_everybody_else_alone() -> None:
    _, who = inside()
    stranger, _ = inside()
    reset(who)
    assert sessions.member_inside(stranger.session, AT) is not None


def test_refuses_without_a_reason_and_for_whoever_is_not_registered() -> None:
    _, who = inside()
    with pytest.raises(ReasonNeeded):
        reset(who, " ")
    with pytest.raises(NotRegistered):
        reset(cast.member())
    assert Credential.objects.filter(member=who).exists()
