"""The code of an approval."""

from dataclasses import replace
from datetime import timedelta

import pytest

from minga.access.approval_queries import Step, approval_page
from minga.access.approvals import (
    NoContact,
    PinFirst,
)
from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.models import Approval
from minga.access.tests import cast
from minga.access.tests.approval_cast import CDAT, Approver
from minga.access.tests.cast import AT, later
from minga.access.tests.passkey_cast import KeyHolder
from minga.members.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Approver:
    return Approver()


def test_the_code_says_what_is_approved(one: Approver) -> None:
    one.ask()
    one.enter_pin()
    said = one.message.payload
    assert (said["amount"], said["destination"]) == ("500000.00", "al CDAT a 90 días")
    assert (said["purpose"], said["channel"], said["minutes"]) == ("approve", "email", 5)


def test_the_code_goes_to_the_mobile_first() -> None:
    who = cast.registered(mobile="+573001234567")
    holder = KeyHolder(who=who)
    holder.enter()
    one = Approver(holder)
    one.ask()
    one.enter_pin()
    assert one.message.payload["channel"] == "sms"


def test_takes_no_code_before_the_pin(one: Approver) -> None:
    one.ask()
    with pytest.raises(PinFirst):
        one.enter_code("123456")
    with pytest.raises(PinFirst):
        one.resend()


def test_a_code_fits_only_the_approval_it_was_sent_for(one: Approver) -> None:
    one.ask()
    one.enter_pin()
    code = str(one.message.payload["code"])
    other = Approver(one.holder, intent=replace(CDAT, operation="open_goal"))
    other.ask(later(seconds=61))
    other.enter_pin(at=later(seconds=61))
    if code != other.message.payload["code"]:
        with pytest.raises(WrongCode):
            other.enter_code(code, later(seconds=61))
    one.enter_code(code, later(seconds=62))


def test_three_wrong_codes_spend_the_code(one: Approver) -> None:
    one.ask()
    one.enter_pin()
    code = str(one.message.payload["code"])
    for _ in range(2):
        with pytest.raises(WrongCode):
            one.enter_code(cast.wrong(code))
    for typed in (cast.wrong(code), code):
        with pytest.raises(CodeSpent):
            one.enter_code(typed)
    one.resend(later(seconds=60))
    one.enter_code(at=later(seconds=61))
    one.use(at=later(seconds=61))


def test_a_code_sent_again_replaces_the_one_before(one: Approver) -> None:
    one.ask()
    one.enter_pin()
    first = str(one.message.payload["code"])
    with pytest.raises(ResendTooSoon) as refused:
        one.resend(later(seconds=59))
    assert refused.value.seconds == 1
    one.resend(later(seconds=60))
    if first != one.message.payload["code"]:
        with pytest.raises(WrongCode):
            one.enter_code(first, later(seconds=61))
    one.enter_code(at=later(seconds=61))


def test_codes_that_served_nobody_run_out(one: Approver) -> None:
    """As at the sign-in: three in an hour; whoever guesses gets nine tries with them."""
    one.ask()
    one.enter_pin()
    one.resend(later(seconds=60))
    one.resend(later(seconds=120))
    with pytest.raises(TooManyCodes) as refused:
        one.resend(later(seconds=180))
    assert refused.value.until == later(seconds=120) + timedelta(hours=1)
    one.ask(later(seconds=200))
    with pytest.raises(TooManyCodes):
        one.enter_pin(at=later(seconds=200))
    assert one.row.pin_ok_at == later(seconds=200)


def test_codes_that_served_are_not_counted(one: Approver) -> None:
    for seconds in range(12):
        one.approve(later(seconds=seconds))
        one.use(at=later(seconds=seconds))


def test_a_code_expires_with_what_it_approves(one: Approver) -> None:
    one.ask()
    one.enter_pin(at=later(minutes=3, seconds=30))
    assert one.message.payload["minutes"] == 1
    Approval.objects.filter(id=one.approval_id).update(expires_at=later(hours=1))
    with pytest.raises(CodeExpired):
        one.enter_code(at=later(minutes=5))


def test_somebody_without_an_address_is_sent_nothing(one: Approver) -> None:
    one.ask()
    Member.objects.filter(id=one.holder.who.id).update(email="", mobile="")
    with pytest.raises(NoContact):
        one.enter_pin()
    page = approval_page(one.holder.person.session, one.approval_id, None, AT)
    assert (page.step, page.takes_pin) == (Step.PIN, False)
