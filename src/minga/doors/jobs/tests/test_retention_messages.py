"""The message about retention of earlier years that was given back."""

import pytest

from minga.day_close.tests.test_return_retention import Scene, ended_early
from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit.money import Money
from minga.kit.spanish import cop
from minga.members.models import Member
from minga.savings.models import RetentionReturn
from minga.staff.models import Role
from minga.staff.tests.cast import hired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]


def given_back(email: str, mobile: str) -> RetentionReturn:
    who, made, kept = ended_early()
    Member.objects.filter(pk=who.id).update(email=email, mobile=mobile)
    scene = Scene(who, made, kept, hired(Role.ANALYST).id, hired(Role.APPROVER).id)
    scene.decide(scene.propose())
    while drain():
        pass
    return RetentionReturn.objects.get()


def test_says_how_much_of_what_and_not_to_use_it(mailbox: Mailbox) -> None:
    one = given_back(EMAIL, MOBILE)
    mails = [mail.get_body(("plain",)).get_content() for mail in mailbox.mails]  # type: ignore[union-attr]
    (told,) = [body for body in mails if one.reference in body]
    assert one.deposit_end is not None
    number = one.deposit_end.deposit.number
    amount = cop(Money(one.amount))
    for words in (f"Valor: {amount}", f"De: CDAT {number}", "No uses esta retención"):
        assert words in told, words


def test_tells_it_to_the_mobile_where_there_is_no_email(gateway: GatewayLog) -> None:
    one = given_back("", MOBILE)
    assert any(one.reference in body["text"] for body in gateway.bodies)
