"""The message about aportes that the assembly revalued."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit.money import Money
from minga.members.models import Member
from minga.payments.tests.cast import deposit, person
from minga.savings.models import SavingsAccount
from minga.savings.revaluation_fund import set_apart
from minga.savings.revaluation_rules import Decision, set_cpi
from minga.savings.revalue_aportes import revalue_aportes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
AT = datetime(2026, 4, 10, 15, tzinfo=UTC)


def revalued(email: str, mobile: str) -> str:
    """Aportes that grew by three per cent; the number of the account."""
    who = person("Ana María")
    Member.objects.filter(pk=who.id).update(email=email, mobile=mobile)
    deposit(who.aportes, 1_234_500, on=date(2025, 6, 30))
    set_cpi(year=2025, rate=Decimal("0.05"), source="a test's own", staff="staff:ana", at=AT)
    set_apart(
        amount=Money.of(37_035), act="Acta 45", act_date=date(2026, 3, 20), staff="staff:ana", at=AT
    )
    decision = Decision(Decimal("0.03"), 2025, "Acta 45", date(2026, 3, 20))
    revalue_aportes(decision=decision, staff="staff:ana", at=AT)
    while drain():
        pass
    return SavingsAccount.objects.get(id=who.aportes).number


def read(mailbox: Mailbox) -> list[str]:
    return [mail.get_body(("plain",)).get_content() for mail in mailbox.mails]  # type: ignore[union-attr]


def test_says_how_much_and_of_which_year_and_no_account(mailbox: Mailbox) -> None:
    number = revalued(EMAIL, MOBILE)
    (body,) = [text for text in read(mailbox) if "$\u00a037.035" in text]
    assert "Valor: $\u00a037.035" in body
    assert "Por el año: 2025" in body
    assert number not in body


def test_tells_it_to_the_mobile_where_there_is_no_email(gateway: GatewayLog) -> None:
    revalued("", MOBILE)
    told = [body["text"].replace("\u00a0", " ") for body in gateway.bodies]
    assert any("tus aportes de 2025: $ 37.035 mas" in text for text in told)


def test_tells_nobody_where_there_is_neither(mailbox: Mailbox, gateway: GatewayLog) -> None:
    revalued("", "")
    told = [*read(mailbox), *(body["text"] for body in gateway.bodies)]
    assert not any("37.035" in text for text in told)
