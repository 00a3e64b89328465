"""The messages about a CDAT: opened, renewed with its last day for regret, ended."""

from datetime import date, timedelta

import pytest

from minga.day_close.close_day import close_day
from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.members.models import Member
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.payments.undo_term_renewal import quote_undo, undo_term_renewal
from minga.savings.models import MaturityInstruction, PlanTerms, TermDeposit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
DAY = timedelta(days=1)


def opened(email: str = EMAIL, mobile: str = MOBILE, regret: int = 3) -> tuple[Person, TermDeposit]:
    who = person("Ana María")
    Member.objects.filter(pk=who.id).update(email=email, mobile=mobile)
    deposit(who.savings, 30_000_000, on=OPENED - DAY)
    plan = cdat_plan()
    PlanTerms.objects.filter(plan=plan).update(regret_business_days=regret)
    return who, open_cdat(who, plan, instruction=MaturityInstruction.RENEW_CAPITAL)


def mature(made: TermDeposit) -> None:
    close_day(day=made.matures_on - DAY, at=at(made.matures_on))


def read(mailbox: Mailbox) -> list[str]:
    while drain():
        pass
    return [mail.get_body(("plain",)).get_content() for mail in mailbox.mails]  # type: ignore[union-attr]


def test_a_renewal_says_until_when_it_can_be_undone(mailbox: Mailbox) -> None:
    who, made = opened()
    mature(made)
    new = TermDeposit.objects.get(renews=made)
    first, renewed = read(mailbox)
    assert f"CDAT: {made.number}" in first
    assert "Vence: 1 de junio de 2026" in first
    assert f"CDAT nuevo: {new.number}" in renewed
    assert "Puedes deshacerlo hasta: 4 de junio de 2026" in renewed
    assert "10.000.000" in renewed
    pays = quote_undo(who.id, new.id, at(date(2026, 6, 4))).pays
    undo_term_renewal(member_id=who.id, deposit_id=new.id, pays=pays, at=at(date(2026, 6, 4)))
    assert "otra vez en tu cuenta" in read(mailbox)[2]


def test_a_renewal_without_a_window_promises_none(mailbox: Mailbox) -> None:
    mature(opened(regret=0)[1])
    assert "Puedes deshacerlo hasta" not in read(mailbox)[1]


def test_an_end_is_told(mailbox: Mailbox) -> None:
    who, made = opened()
    made.instructions.update(what=MaturityInstruction.REDEEM)
    other = open_cdat(who, cdat_plan())
    pays = quote_exit(who.id, other.id, at(OPENED + DAY)).pays
    cancel_term_deposit(member_id=who.id, deposit_id=other.id, pays=pays, at=at(OPENED + DAY))
    mature(made)
    texts = read(mailbox)
    assert any("antes de tiempo" in one or "valía tu CDAT" in one for one in texts)
    assert any("Pasamos el capital y sus intereses" in one for one in texts)


def test_a_member_without_email_gets_a_text_and_one_without_both_nothing(
    mailbox: Mailbox, gateway: GatewayLog
) -> None:
    made = opened(email="")[1]
    opened(email="", mobile="")
    read(mailbox)
    assert [made.number in body["text"] for body in gateway.bodies] == [True]
    assert mailbox.mails == []
