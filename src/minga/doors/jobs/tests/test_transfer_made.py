"""The message about a transfer, made from the transfer itself."""

import pytest

from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import clock, ids
from minga.kit.money import Money
from minga.members.models import Member
from minga.payments.make_transfer import make_transfer
from minga.payments.models import Transfer
from minga.payments.tests.cast import Person, deposit, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]


def transfer(email: str, mobile: str) -> tuple[Person, Transfer]:
    ana = person("Ana María")
    Member.objects.filter(pk=ana.id).update(email=email, mobile=mobile)
    deposit(ana.savings, "987654")
    key = ids.uuid7()
    make_transfer(
        member_id=ana.id, source_id=ana.savings, destination_id=ana.second_savings,
        amount=Money.of("150000"), note="", key=key, at=clock.now(),
    )  # fmt: skip
    return ana, Transfer.objects.select_related("source", "destination").get(pk=key)


def test_tells_amount_reference_and_hour_and_no_balance_or_account(mailbox: Mailbox) -> None:
    _, made = transfer(EMAIL, MOBILE)
    assert drain()
    (mail,) = mailbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.startswith("Hola, Ana:")
    assert "Valor: $\u00a0150.000" in text
    assert f"Referencia: {made.reference}" in text
    for hidden in (made.source.number, made.destination.number, "987.654", "837.654"):
        assert hidden not in mail.as_string()


def test_tells_it_to_the_mobile_where_there_is_no_email(gateway: GatewayLog) -> None:
    _, made = transfer("", MOBILE)
    drain()
    assert made.reference in gateway.bodies[0]["text"]


def test_tells_nobody_where_there_is_neither(mailbox: Mailbox, gateway: GatewayLog) -> None:
    transfer("", "")
    assert drain()
    assert (mailbox.mails, gateway.bodies) == ([], [])
