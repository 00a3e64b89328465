"""The message about a quota of a savings goal that was skipped."""

from datetime import UTC, date, datetime

import pytest

from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import ids
from minga.kit.money import Money
from minga.members.models import Member
from minga.payments.goal_close import savings_goals
from minga.payments.tests.cast import person
from minga.savings.goal_terms import GoalOrder
from minga.savings.models import ProductKind, SavingsAccount
from minga.savings.open_goal import open_goal
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
AT = datetime(2026, 3, 10, 15, tzinfo=UTC)


def skipped(email: str, mobile: str) -> str:
    """A goal whose quota found no money; its number."""
    who = person("Ana María")
    Member.objects.filter(pk=who.id).update(email=email, mobile=mobile)
    order = GoalOrder(
        plan_code=plan(ProductKind.CONTRACTUAL, "0.05").code, name="Viaje",
        target=Money.of(900_000), quota=Money.of(50_000), starts_on=date(2026, 3, 31), months=6,
        pays_from=who.savings,
    )  # fmt: skip
    goal = open_goal(member_id=who.id, order=order, key=ids.uuid7(), at=AT)
    savings_goals(day=date(2026, 3, 30), at=AT, before={})
    while drain():
        pass
    return SavingsAccount.objects.get(id=goal).number


def test_says_which_quota_of_which_goal(mailbox: Mailbox) -> None:
    number = skipped(EMAIL, MOBILE)
    (mail,) = mailbox.mails
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"Meta: {number}" in body
    assert "Valor: $\u00a050.000" in body


def test_tells_it_to_the_mobile_where_there_is_no_email(gateway: GatewayLog) -> None:
    number = skipped("", MOBILE)
    assert any(number in body["text"] for body in gateway.bodies)


def test_tells_nobody_where_there_is_neither(mailbox: Mailbox, gateway: GatewayLog) -> None:
    skipped("", "")
    assert (mailbox.mails, gateway.bodies) == ([], [])
