"""The notice of the deposit insurance on pages: only where the cooperative claims it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.payments.tests.cast import Person, deposit, product
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.models import ProductKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
NOTICE = "inscrita en Fogacoop"


@pytest.fixture
def saver(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, dict[str, str]]:
    visitors.at(monkeypatch, at(OPENED))
    who, client = cast.registered(), visitors.browser()
    savings, aportes = product(who.id, ProductKind.SIGHT), product(who.id, ProductKind.APORTES)
    deposit(savings, 50_000_000, on=OPENED)
    visitors.sign_in(client, who)
    made = open_cdat(Person(who.id, savings, savings, aportes), cdat_plan())
    return client, {
        "simulator": reverse("web:simulate_term"),
        "opening": reverse("web:new_term_deposit"),
        "cdat": reverse("web:term_deposit", args=[made.id]),
        "savings": reverse("web:movements", args=[savings]),
        "terms": reverse("web:account_terms", args=[savings]),
        "aportes": reverse("web:movements", args=[aportes]),
    }


def test_stands_where_one_saves_and_not_with_aportes(
    saver: tuple[Client, dict[str, str]], settings: Any
) -> None:
    client, pages = saver
    assert [name for name, url in pages.items() if NOTICE in text(client.get(url))] == []
    settings.DEPOSITS_INSURED = True
    without = [name for name, url in pages.items() if NOTICE not in text(client.get(url))]
    assert without == ["aportes"]
