"""Approving with a signature."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from minga.access.approvals import AlreadyApproved, ApprovalExpired
from minga.access.models import Approval
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.tests import cast
from minga.access.tests.approval_cast import CDAT, Approver
from minga.access.tests.authenticator import Authenticator, data
from minga.access.tests.cast import AT, later
from minga.access.tests.passkey_cast import KeyHolder, with_key
from minga.kit.models import Parameter
from minga.kit.money import Money

pytestmark = pytest.mark.django_db


def be_strict() -> None:
    """A cooperative with the profile «estricto»."""
    Parameter.objects.filter(key="access.profile").update(value="1")


@pytest.fixture
def one() -> Approver:
    return Approver(with_key())


def refused(approver: Approver, answer: str) -> str:
    """Why a signature approves nothing."""
    with pytest.raises(PasskeyRefused) as refusal:
        approver.sign(answer)
    assert approver.row.approved_at is None
    return refusal.value.why


def test_approves_with_a_signature_of_the_intent(one: Approver) -> None:
    one.ask()
    options = one.options()
    nonce = bytes(one.row.nonce or b"")
    assert data(json.loads(options)["challenge"]) == sha256(CDAT.digest + nonce).digest()
    one.sign(one.holder.device.sign(options))
    one.use()
    assert one.row.method == "passkey"


def test_tells_the_member_what_was_approved(one: Approver) -> None:
    one.ask()
    with cast.outbox_watched() as published:
        one.sign(one.holder.device.sign(one.options()))
    (notice,) = published
    assert notice.payload["kind"] == "approved_by_passkey"
    said = notice.payload["context"]
    assert (said["amount"], said["destination"]) == ("500000.00", "al CDAT a 90 días")


def test_refuses_a_signature_of_another_intent(one: Approver) -> None:
    cheap = Approver(one.holder, intent=replace(CDAT, operation="other", amount=Money.of(1)))
    cheap.ask()
    answer = one.holder.device.sign(cheap.options())
    one.ask()
    one.options()
    assert refused(one, answer) == "challenge"


def test_refuses_a_signature_after_the_intent_was_altered(one: Approver) -> None:
    one.ask()
    answer = one.holder.device.sign(one.options())
    altered = replace(CDAT, amount=Money.of(5_000_000))
    Approval.objects.filter(id=one.approval_id).update(intent_digest=altered.digest)
    assert refused(one, answer) == "challenge"


def test_refuses_a_replay(one: Approver) -> None:
    one.ask()
    answer = one.holder.device.sign(one.options())
    one.sign(answer)
    with pytest.raises(AlreadyApproved):
        one.sign(answer)
    one.ask()
    assert refused(one, answer) == "challenge"
    one.options()
    assert refused(one, answer) == "challenge"


def test_refuses_the_key_of_somebody_else_and_one_that_verified_nobody(one: Approver) -> None:
    one.ask()
    other = with_key()
    assert refused(one, other.device.sign(one.options())) == "not_for_this"
    one.holder.device.flags = 0x01
    assert refused(one, one.holder.device.sign(one.options())) == "signature"
    assert refused(one, Authenticator().sign(one.options())) == "unknown_key"
    assert refused(one, "{}") == "unreadable"


def test_refuses_a_signature_in_another_session(one: Approver) -> None:
    one.ask()
    answer = one.holder.device.sign(one.options())
    again = KeyHolder(who=one.holder.who, device=one.holder.device)
    again.enter(later(seconds=90))
    other = Approver(again)
    other.ask(later(seconds=90))
    with pytest.raises(PasskeyRefused):
        other.sign(answer, later(seconds=90))


def test_approves_in_the_strict_profile(one: Approver) -> None:
    be_strict()
    one.ask()
    one.sign(one.holder.device.sign(one.options()))
    one.use()


def test_a_signature_expires_with_its_approval(one: Approver) -> None:
    one.ask(AT)
    answer = one.holder.device.sign(one.options(later(minutes=4)))
    with pytest.raises(ApprovalExpired):
        one.sign(answer, later(minutes=5))
