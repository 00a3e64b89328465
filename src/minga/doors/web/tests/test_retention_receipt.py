"""What a member sees of retention of earlier years: how to get it back, and its comprobante."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_term_deposits import inside
from minga.doors.web.tests.visitors import text
from minga.kit import clock
from minga.kit.visitor import Visitor
from minga.members.models import Member
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.tests.cast import Person
from minga.payments.tests.depositors import at, cdat_plan, open_cdat
from minga.savings.kept_retention import EndedEarly
from minga.savings.models import RetentionReturn, TermEnd
from minga.savings.return_retention import decide_return, propose_return
from minga.staff.models import Role, TwoPersonAct
from minga.staff.tests.cast import hired

pytestmark = pytest.mark.django_db
BY = Visitor("10.0.0.9")


def kept_back() -> tuple[Client, Member, UUID, UUID]:
    """A CDAT that ended early and left $ 5.000 withheld: browser, member, savings, CDAT."""
    client, who, savings = inside()
    today = clock.business_date(clock.now())
    made = open_cdat(
        Person(who.id, savings, savings, savings), cdat_plan(), today - timedelta(days=40)
    )
    pays = quote_exit(who.id, made.id, at(today)).pays
    cancel_term_deposit(member_id=who.id, deposit_id=made.id, pays=pays, at=at(today))
    TermEnd.objects.filter(deposit=made).update(kept_back=Decimal(5000))
    return client, who, savings, made.id


def give_back(savings: UUID, deposit_id: UUID) -> RetentionReturn:
    act_id = propose_return(
        what=EndedEarly.DEPOSIT, product_id=deposit_id, account_id=savings,
        stated_on=clock.business_date(clock.now()), statement="Radicado 118",
        employee_id=hired(Role.ANALYST).id, by=BY, at=clock.now(),
    )  # fmt: skip
    decide_return(
        act_id=act_id, employee_id=hired(Role.APPROVER).id, approve=True, why="", by=BY,
        seen=bytes(TwoPersonAct.objects.get(id=act_id).digest).hex(), at=clock.now(),
    )  # fmt: skip
    return RetentionReturn.objects.get()


def test_says_what_to_do_and_then_what_came() -> None:
    client, _, savings, made = kept_back()
    page, receipt = (
        reverse(f"web:{name}", args=[made])
        for name in ("term_deposit", "deposit_retention_receipt")
    )
    before = text(client.get(page))
    for words in ("siguen retenidos", "5.000", "carta firmada"):
        assert words in before, words
    assert client.get(receipt).status_code == 404
    returned = give_back(savings, made)
    after = text(client.get(page))
    assert "te devolvimos" in after
    assert receipt in after
    shown = text(client.get(receipt))
    for words in ("Retención devuelta", returned.reference, "5.000", "Radicado 118", "Llegó a"):
        assert words in shown, words


def test_a_stranger_finds_nothing() -> None:
    _, _, savings, made = kept_back()
    give_back(savings, made)
    stranger, _, _ = inside()
    for name in ("deposit_retention_receipt", "goal_retention_receipt"):
        assert stranger.get(reverse(f"web:{name}", args=[made])).status_code == 404
    address = reverse("web:deposit_retention_receipt", args=[made])
    assert visitors.browser().get(address).status_code == 302
