"""The message that a CDAT ends soon: what it pays, what becomes of it, until when that changes."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from minga.day_close.close_day import close_day
from minga.doors.jobs.tests.posting import EMAIL, MOBILE, drain
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit.clock import BOGOTA
from minga.kit.models import OutboxMessage, Parameter
from minga.members.models import Member
from minga.notices.models import Delivery
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.tests.cast import deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.instruct_term_deposit import instruct_term_deposit
from minga.savings.models import (
    MaturityInstruction,
    TermDeposit,
    TermInterest,
    TermNotice,
    TermRate,
)
from minga.savings.term_reminder import reminder_of
from minga.savings.term_reminder_close import TOPIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_channels")]
DAY = timedelta(days=1)
RENEW_CAPITAL = MaturityInstruction.RENEW_CAPITAL
RENEW_ALL = MaturityInstruction.RENEW_ALL


def depositor(email: str = EMAIL, mobile: str = MOBILE, **changes: Any) -> TermDeposit:
    who = person("Ana María")
    Member.objects.filter(pk=who.id).update(email=email, mobile=mobile)
    deposit(who.savings, 30_000_000, on=OPENED - DAY)
    made = open_cdat(who, cdat_plan(), **changes)
    OutboxMessage.objects.all().delete()  # that it was opened is told elsewhere
    return made


def closed(made: TermDeposit, days: int = 5) -> OutboxMessage:
    """The close after which it is told; answers the message it left."""
    day = made.matures_on - (days + 1) * DAY
    close_day(day=day, at=at(day + DAY))
    return OutboxMessage.objects.get(topic=TOPIC)


def told(mailbox: Mailbox, made: TermDeposit) -> str:
    """The only mail's text after the reminder went; its HTML says the same figures."""
    assert drain(closed(made).next_attempt_at)
    (mail,) = mailbox.mails
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert all(line.partition(": ")[2] in html for line in text.splitlines() if "$" in line)
    return str(text)


def test_says_what_it_pays_and_until_when_it_can_be_changed(mailbox: Mailbox) -> None:
    made = depositor()
    text = told(mailbox, made)
    for line in (
        f"CDAT: {made.number}",
        "Vence: 1 jun 2026",
        "Capital: $\u00a010.000.000",
        "Intereses que faltan por pagar: $\u00a0237.795",
        "Retención en la fuente: $\u00a09.512",
        "Total ese día: $\u00a010.228.283",
        f"Al vencer: pagamos capital e intereses en tu cuenta ··{made.pays_to.number[-4:]}",
        "Así lo pediste. Puedes cambiarlo hasta el 31 may 2026, en la página de tu CDAT.",
    ):
        assert line in text
    assert "Tasa para renovar" not in text
    assert "Lo atendemos" not in text
    assert made.pays_to.number not in text
    assert Delivery.objects.get().kind == "term_ends_soon"


def test_says_to_the_peso_what_the_close_then_pays() -> None:
    made = depositor(pays_every_months=1, days=94)  # paid on the 3rd, and on Friday 5 June
    told_of = [reminder_of(deposit_id=made.id, on=made.matures_on - n * DAY) for n in (40, 5)]
    for pays in (date(2026, 4, 3), date(2026, 5, 3), date(2026, 6, 3), made.matures_on):
        close_day(day=pays - DAY, at=at(pays))
    *_, last = TermInterest.objects.filter(deposit=made).order_by("paid_on")
    assert last.paid_on == made.matures_on
    for one in told_of:
        assert one is not None
        assert one.withheld is not None
        assert (one.interest.amount, one.withheld.amount) == (last.gross, last.withheld)


def test_with_the_default_says_that_nobody_asked_for_it(mailbox: Mailbox) -> None:
    made = depositor(instruction=RENEW_CAPITAL)
    made.instructions.all().delete()
    text = told(mailbox, made)
    account = f"··{made.pays_to.number[-4:]}"
    assert f"Al vencer: renovamos el capital por 90 días; intereses a tu cuenta {account}" in text
    assert "Es lo que hacemos si no dices otra cosa. Puedes cambiarlo hasta el" in text
    assert "Tasa para renovar: hoy es 10,00\u00a0% E.A.; vale la del día en que se renueve" in text


def test_says_that_there_is_no_rate_to_renew_at(mailbox: Mailbox) -> None:
    made = depositor(instruction=RENEW_ALL)
    TermRate.objects.create(
        plan=made.plan, valid_from=OPENED + DAY, amount_from=0, days_from=180, rate_ea="0.11"
    )
    text = told(mailbox, made)
    assert "Al vencer: renovamos capital e intereses por 90 días" in text
    assert "Tasa para renovar: hoy no hay; si sigue así, pagamos todo en tu cuenta" in text


def test_says_which_business_day_it_is_when_its_own_is_none(mailbox: Mailbox) -> None:
    text = told(mailbox, depositor(days=88))  # Saturday the 30th of May
    assert "Vence: 30 may 2026" in text
    assert "Lo atendemos el día hábil: 1 jun 2026" in text
    assert "hasta el 31 may 2026" in text


def test_leaves_out_a_retention_that_is_not_known_yet(mailbox: Mailbox) -> None:
    Parameter.objects.create(
        key="retention.cdat.daily_threshold", valid_from=date(2020, 1, 1), value="1",
        source="a test's own", confidence="P",
    )  # fmt: skip
    made = depositor(days=310)  # 7 January 2027: its UVT comes out at the end of the year
    text = told(mailbox, made)
    assert "Vence: 7 ene 2027" in text
    assert "Intereses que faltan por pagar" in text
    assert "Retención" not in text
    assert "Total" not in text


def test_leads_to_its_page_where_the_office_has_an_address(mailbox: Mailbox, settings: Any) -> None:
    settings.ORIGIN = "https://oficina.ejemplo.co"
    made = depositor()
    link = f"https://oficina.ejemplo.co/oficina/cdat/{made.id}/"
    assert f"Página de tu CDAT: {link}" in told(mailbox, made)
    html = mailbox.mails[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert f'<a href="{link}">' in html


def test_has_no_link_where_nobody_said_what_the_address_is(mailbox: Mailbox, settings: Any) -> None:
    settings.ORIGIN = ""
    assert "Página de tu CDAT" not in told(mailbox, depositor())


def test_a_member_without_email_gets_one_text_message(
    mailbox: Mailbox, gateway: GatewayLog
) -> None:
    made = depositor(email="")
    assert drain(closed(made).next_attempt_at)
    (body,) = gateway.bodies
    assert f"tu CDAT {made.number} por $ 10.000.000 vence el 1 jun 2026" in body["text"]
    assert "pagamos $ 10.228.283" in body["text"]
    assert "hasta el 31 may 2026" in body["text"]
    assert len(body["text"]) <= 160
    assert mailbox.mails == []


def test_says_what_was_asked_for_last_when_it_goes(mailbox: Mailbox) -> None:
    made = depositor()
    message = closed(made)
    instruct_term_deposit(
        member_id=made.member_id, deposit_id=made.id, what=RENEW_ALL, at=message.next_attempt_at
    )
    assert drain(message.next_attempt_at)
    (mail,) = mailbox.mails
    assert "renovamos capital e intereses" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_nothing_goes_when_it_was_cancelled_meanwhile(mailbox: Mailbox) -> None:
    made = depositor()
    message, moment = closed(made), at(made.matures_on - 5 * DAY)
    pays = quote_exit(made.member_id, made.id, moment).pays
    cancel_term_deposit(member_id=made.member_id, deposit_id=made.id, pays=pays, at=moment)
    OutboxMessage.objects.exclude(id=message.id).delete()
    assert drain(moment)
    assert mailbox.mails == []
    message.refresh_from_db()
    assert message.last_error.startswith("El CDAT ya terminó")
    assert message.done_at is not None


def test_nothing_goes_when_nothing_can_be_changed_any_more() -> None:
    made = depositor(days=88)  # a Saturday, paid on Monday the 1st of June
    assert reminder_of(deposit_id=made.id, on=date(2026, 5, 31)) is not None
    assert reminder_of(deposit_id=made.id, on=date(2026, 6, 1)) is None
    assert reminder_of(deposit_id=UUID(int=1), on=date(2026, 5, 31)) is None


def test_a_message_out_of_hours_waits_for_the_next_ones(mailbox: Mailbox) -> None:
    message = closed(depositor())
    sunday = datetime(2026, 5, 31, 12, tzinfo=BOGOTA)
    night = datetime(2026, 5, 27, 22, tzinfo=BOGOTA)
    assert drain(night)
    message.refresh_from_db()
    assert (mailbox.mails, message.attempts) == ([], 0)
    assert message.next_attempt_at == datetime.combine(date(2026, 5, 28), time(7), tzinfo=BOGOTA)
    assert drain(sunday)
    message.refresh_from_db()
    assert message.next_attempt_at == datetime.combine(date(2026, 6, 1), time(7), tzinfo=BOGOTA)


def test_the_webs_role_sends_them_and_writes_none(
    mailbox: Mailbox, request: pytest.FixtureRequest
) -> None:
    message = closed(depositor())
    request.getfixturevalue("as_web")
    assert drain(message.next_attempt_at)
    assert len(mailbox.mails) == 1
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        TermNotice.objects.all().delete()
