"""Asking, proving and using an approval."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from minga.access import access_blocks, money_holds, sessions
from minga.access.approval_queries import approval_page, approved
from minga.access.approvals import (
    AlreadyApproved,
    ApprovalExpired,
    ApprovalMismatch,
    ApprovalUsed,
    ApprovalVoided,
    NoSuchApproval,
    NotApproved,
    PasskeyNeeded,
)
from minga.access.ask_approval import ask_approval
from minga.access.models import Approval, Credential, Enrolment, OfficeSession
from minga.access.money_holds import MoneyHeld
from minga.access.pin_again import SignInAgain
from minga.access.pin_gate import PinWaits, WrongPin
from minga.access.require_approval import require_approval, voids_what_changed
from minga.access.sessions import SessionOver
from minga.access.tests.approval_cast import CDAT, GIFT, Approver
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.passkey_cast import KeyHolder, sign_in, with_key
from minga.audit.models import AuditEvent
from minga.kit.models import Parameter
from minga.kit.money import Money
from minga.kit.refusal import Refusal

pytestmark = pytest.mark.django_db
WRONG = "8306"


def be_strict() -> None:
    """A cooperative with the profile «estricto»."""
    Parameter.objects.filter(key="access.profile").update(value="1")


@pytest.fixture
def one() -> Approver:
    return Approver()


def trail_of(approver: Approver) -> list[tuple[str, str]]:
    """What was done about approvals, and how it ended."""
    own = AuditEvent.objects.filter(subject=f"member:{approver.holder.who.id}")
    events = own.filter(action__contains="appro").order_by("id")
    return [(event.action.removeprefix("access."), event.result) for event in events]


def test_asks_for_the_pin_and_a_code_and_is_used_once(one: Approver) -> None:
    one.approve()
    assert approved(one.holder.session.id, CDAT, AT) == one.approval_id
    one.use()
    assert (one.row.method, one.row.approved_at, one.row.used_at) == ("pin", AT, AT)
    assert approved(one.holder.session.id, CDAT, AT) is None
    with pytest.raises(ApprovalUsed):
        one.use()
    assert trail_of(one) == [
        ("ask_approval", "done"),
        ("approve_with_pin", "done"),
        ("approve_with_code", "done"),
        ("use_approval", "done"),
    ]


@pytest.mark.parametrize("use", ["asked", "pin"])
def test_is_not_approved_before_every_proof(one: Approver, use: str) -> None:
    one.ask()
    if use == "pin":
        one.enter_pin()
    with pytest.raises(NotApproved):
        one.use()
    assert approved(one.holder.session.id, CDAT, AT) is None


@pytest.mark.parametrize(
    "changed",
    [
        replace(CDAT, amount=Money.of(5_000_000)),
        replace(CDAT, destination="al CDAT a 360 días"),
        replace(CDAT, bound={"account": "another"}),
        replace(CDAT, operation="open_goal"),
    ],
)
def test_any_change_voids_what_was_approved(one: Approver, changed: Any) -> None:
    one.approve()

    @voids_what_changed
    def do_it() -> None:
        with transaction.atomic():
            one.use(changed)

    with pytest.raises(ApprovalMismatch):
        do_it()
    assert one.row.voided_why == "changed"
    with pytest.raises(ApprovalVoided):
        one.use()
    assert trail_of(one)[-1] == ("use_approval", "approval_mismatch")


def test_a_change_is_refused_without_the_decorator_too(one: Approver) -> None:
    one.approve()
    with pytest.raises(ApprovalMismatch), transaction.atomic():
        one.use(replace(CDAT, amount=Money.of(1)))
    assert approved(one.holder.session.id, replace(CDAT, amount=Money.of(1)), AT) is None


def test_is_not_used_when_the_operation_is_taken_back(one: Approver) -> None:
    one.approve()

    def fail_afterwards() -> None:
        with transaction.atomic():
            one.use()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_afterwards()
    one.use()


def test_expires(one: Approver) -> None:
    one.approve()
    with pytest.raises(ApprovalExpired):
        one.use(at=later(minutes=5))
    assert approved(one.holder.session.id, CDAT, later(minutes=5)) is None
    one.use(at=later(minutes=4, seconds=59))


def test_proves_nothing_after_it_expired(one: Approver) -> None:
    one.ask()
    one.enter_pin()
    with pytest.raises(ApprovalExpired):
        one.enter_code(at=later(minutes=5))
    with pytest.raises(ApprovalExpired):
        one.enter_pin(at=later(minutes=5))
    with pytest.raises(ApprovalExpired):
        one.options(at=later(minutes=5))


def test_serves_no_other_member_and_no_other_session(one: Approver) -> None:
    one.approve()
    other = Approver()
    mine, theirs = one.holder.session, other.holder.session
    again = KeyHolder(who=one.holder.who)
    again.enter(later(seconds=90))
    for member_id, session_id in (
        (other.holder.who.id, theirs.id),
        (one.holder.who.id, again.session.id),
        (other.holder.who.id, mine.id),
    ):
        with pytest.raises(NotApproved):
            require_approval(
                approval_id=one.approval_id, member_id=member_id, session_id=session_id,
                intent=CDAT, at=later(seconds=90),
            )  # fmt: skip
    for somebody_else in (other, Approver(again)):
        somebody_else.approval_id = one.approval_id
        for step in (somebody_else.enter_pin, somebody_else.resend, somebody_else.options):
            with pytest.raises(NoSuchApproval):
                step(at=later(seconds=90))
        with pytest.raises(NoSuchApproval):
            somebody_else.enter_code("123456", at=later(seconds=90))


def test_serves_no_session_that_ended(one: Approver) -> None:
    one.approve()
    session = one.holder.session
    sessions.end_all(one.holder.who.id, "closed", AT)
    with pytest.raises(SessionOver):
        require_approval(
            approval_id=one.approval_id, member_id=one.holder.who.id, session_id=session.id,
            intent=CDAT, at=AT,
        )  # fmt: skip
    with pytest.raises(SessionOver):
        one.ask()


def test_asking_again_voids_the_question_before(one: Approver) -> None:
    first = one.ask()
    one.enter_pin()
    code = str(one.message.payload["code"])
    one.ask()
    assert Approval.objects.get(id=first).voided_why == "asked_again"
    one.approval_id = first
    with pytest.raises(ApprovalVoided):
        one.enter_code(code)


def test_a_wrong_pin_counts_on_the_curve_and_few_void_the_approval(one: Approver) -> None:
    one.ask()
    for left in (2, 1):
        with pytest.raises(WrongPin) as refused:
            one.enter_pin(WRONG)
        assert refused.value.tries_left == left
    with pytest.raises(PinWaits):
        one.enter_pin(WRONG)
    who = one.holder.who
    assert Credential.objects.get(member=who).failures == 3
    assert Enrolment.objects.get(member=who, ended_at=None).failures == 3
    assert one.row.voided_why == "wrong_pins"
    with pytest.raises(ApprovalVoided):
        one.enter_pin(at=later(minutes=1))


def test_a_pin_that_was_not_tried_counts_nowhere(one: Approver) -> None:
    """While the browser waits, pressing the button again costs nothing, here or there."""
    Enrolment.objects.filter(member=one.holder.who).update(wait_until=later(seconds=30))
    one.ask()
    with pytest.raises(PinWaits):
        one.enter_pin(WRONG)
    assert one.row.pin_failures == 0
    assert Credential.objects.get(member=one.holder.who).failures == 0
    one.enter_pin(at=later(seconds=30))


def test_wrong_pins_of_two_approvals_add_up_on_the_curve(one: Approver) -> None:
    one.ask()
    for _ in range(2):
        with pytest.raises(WrongPin):
            one.enter_pin(WRONG)
    one.ask()
    with pytest.raises(PinWaits):
        one.enter_pin(WRONG)
    assert one.row.voided_at is None


def test_a_recent_sign_in_is_no_proof_for_an_approval(one: Approver) -> None:
    one.ask()
    with pytest.raises(Refusal):
        one.enter_pin("")
    assert one.row.pin_ok_at is None


def test_no_money_leaves_while_it_is_held(one: Approver) -> None:
    gift = Approver(one.holder, intent=GIFT)
    gift.approve()
    money_holds.hold(one.holder.who.id, why="pin_recovered", until=later(hours=24), at=AT)
    with pytest.raises(MoneyHeld), transaction.atomic():
        gift.use()
    with pytest.raises(MoneyHeld):
        gift.ask()
    assert trail_of(gift)[-1] == ("ask_approval", "money_held")
    one.approve()
    one.use()  # between own products it may move


def test_a_blocked_access_approves_nothing(one: Approver) -> None:
    one.ask()
    one.enter_pin()
    code = str(one.message.payload["code"])
    access_blocks.open_block(one.holder.who.id, "member", AT)
    with pytest.raises(SessionOver):
        one.enter_code(code)
    OfficeSession.objects.filter(member=one.holder.who).update(ended_at=None)
    with pytest.raises(Refusal, match="approval_voided"):
        one.enter_code(code)
    Approval.objects.filter(id=one.approval_id).update(voided_at=None)  # nor if it were not void
    with pytest.raises(Refusal, match="access_blocked"):
        one.enter_code(code)


def test_nothing_more_is_proven_once_it_is_approved(one: Approver) -> None:
    one.approve()
    for step in (one.enter_pin, one.resend, one.options):
        with pytest.raises(AlreadyApproved):
            step()
    with pytest.raises(AlreadyApproved):
        one.enter_code("000000")


def test_in_a_browser_nobody_enrolled_no_pin_is_tried() -> None:
    holder = with_key()
    person = sign_in(holder.device, later(seconds=1))
    one = Approver(KeyHolder(holder.who, person, holder.device))
    one.ask(later(seconds=1))
    with pytest.raises(SignInAgain):
        one.enter_pin(at=later(seconds=1))
    assert one.row.pin_failures == 0


def test_four_digits_approve_nothing_in_the_strict_profile(one: Approver) -> None:
    be_strict()
    one.ask()
    with pytest.raises(PasskeyNeeded):
        one.enter_pin()
    Credential.objects.filter(member=one.holder.who).update(is_long=True)
    one.enter_pin()
    one.enter_code()
    one.use()


def test_the_page_shows_what_is_signed_and_nothing_else(one: Approver) -> None:
    one.ask()
    Approval.objects.filter(id=one.approval_id).update(amount="1.00", destination="a nadie")
    page = approval_page(one.holder.person.session, one.approval_id, None, AT)
    assert (page.amount, page.destination) == (CDAT.amount, CDAT.destination)
    assert page.details == tuple(CDAT.details.items())


def test_no_secret_is_written_in_the_trail(one: Approver) -> None:
    one.approve()
    code = str(one.message.payload["code"])
    own = AuditEvent.objects.filter(subject=f"member:{one.holder.who.id}")
    said = " ".join(str(event.detail) for event in own)
    assert str(one.approval_id) in said
    assert f" {code}" not in said
    assert f" {PIN}" not in said


def test_asks_only_in_the_members_own_session(one: Approver) -> None:
    other = Approver()
    with pytest.raises(SessionOver):
        ask_approval(
            member_id=other.holder.who.id, session_id=one.holder.session.id, intent=CDAT,
            by=one.holder.person.by, at=AT,
        )  # fmt: skip
