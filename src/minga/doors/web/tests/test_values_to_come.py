"""Legal values of a year that nobody knows yet: pages say so, and nothing is guessed."""

import logging
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_term_deposits import inside
from minga.doors.web.tests.visitors import text
from minga.kit import clock
from minga.kit.models import Parameter
from minga.payments.models import Transfer
from minga.payments.tests.cast import Person, product
from minga.payments.tests.depositors import cdat_plan, open_cdat
from minga.savings.models import GmfExemption, ProductKind, TermDeposit

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 25, 15, tzinfo=UTC)
JANUARY = datetime(2027, 1, 5, 15, tzinfo=UTC)


@pytest.fixture
def cdat(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, TermDeposit]:
    """One that ends next year, where the accountant says that the daily base holds for CDAT."""
    Parameter.objects.filter(key="retention.cdat.daily_threshold").update(value="1")
    Parameter.objects.filter(key="uvt.2027").delete()
    visitors.at(monkeypatch, NOVEMBER)
    client, who, savings = inside()
    owner = Person(who.id, savings, savings, savings)
    made = open_cdat(owner, cdat_plan(), clock.business_date(NOVEMBER), days=90)
    return client, made


@pytest.mark.parametrize("page", ["office_home", "balances"])
def test_a_cdat_that_ends_next_year_hides_no_balance(
    cdat: tuple[Client, TermDeposit], page: str
) -> None:
    client, made = cdat
    assert made.number[-4:] in text(client.get(reverse(f"web:{page}")))


def test_its_page_says_that_the_retention_is_not_known_yet(
    cdat: tuple[Client, TermDeposit],
) -> None:
    client, made = cdat
    shown = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert "La de la ley el día del pago" in shown
    assert "Recibes de intereses" not in shown
    assert client.get(reverse("web:certify_term_deposit", args=[made.id])).status_code == 200


def test_what_cannot_be_worked_out_is_not_done_and_says_where_to_go(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Out of a marked account, on a day whose UVT nobody entered."""
    Parameter.objects.filter(key="uvt.2027").delete()
    visitors.at(monkeypatch, JANUARY)
    client, who, savings = inside()
    aportes = product(who.id, ProductKind.APORTES)
    GmfExemption.objects.create(
        member_id=who.id, account_id=savings, marked_at=NOVEMBER, statement="test"
    )
    order = {"origen": savings, "destino": aportes, "valor": "50.000", "nota": ""}
    with caplog.at_level(logging.ERROR):
        answer = client.post(reverse("web:make_transfer"), order)
    assert answer.status_code == 503
    for words in ("Hoy no podemos calcularlo", "No movimos nada"):
        assert words in text(answer), words
    assert "uvt.2027" in caplog.text
    assert not Transfer.objects.exists()
