"""A credit from its money to its payoff, over days that were closed one by one, on a phone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import AMPARO
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look

SCRIPT = Path(__file__).with_name("lend_money.py")
DAYS = 66  # two instalments are overdue


@pytest.fixture(scope="module")
def amparo(browser: Browser, office: Office) -> Iterator[Page]:
    lent = subprocess.run(
        [sys.executable, "-P", str(SCRIPT), AMPARO.document, str(DAYS)],
        env=office.environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert lent.returncode == 0, lent.stdout + lent.stderr
    context = browser.new_context(base_url=office.url, viewport=PHONE, locale="es-CO")
    page = context.new_page()
    steps.register(page, office, AMPARO)
    steps.sign_in(page, AMPARO)
    yield page
    context.close()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Revisa antes de pagar")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Pagar")).click()
    expect(page.get_by_role("heading", name="Pago hecho")).to_be_visible()


def start_paying(page: Page, what: str, amount: str = "") -> None:
    page.get_by_role("link", name="Pagar", exact=True).click()
    page.get_by_label(what).check()
    page.get_by_label("¿Cuánto en total?").fill(amount)
    page.get_by_role("group", name="¿De qué cuenta sale?").get_by_label(AMPARO.savings[-4:]).check()
    page.get_by_role("button", name="Continuar").click()


def test_a_credit_is_brought_up_to_date_paid_ahead_and_paid_off(
    amparo: Page, office: Office
) -> None:
    page = amparo
    page.get_by_role("link", name=re.compile("Libre inversión")).click()
    expect(page.get_by_text("Tienes un pago vencido")).to_be_visible()
    expect(page.get_by_text("Cuotas pagadas: 0 de 6")).to_be_visible()
    address = page.url
    for look in (address, f"{address}pagar/", f"{address}pago-total/"):
        assert of_every_look(page, look) == {}
    page.set_viewport_size(PHONE)

    page.goto(address)
    start_paying(page, "La cuota o lo que está vencido")
    expect(page.get_by_text("Va a capital")).to_be_visible()
    assert of_every_look(page, page.url) == {}
    page.set_viewport_size(PHONE)
    confirm(page)
    page.get_by_role("link", name="Ver mi crédito").click()
    expect(page.get_by_text("Cuotas pagadas: 2 de 6")).to_be_visible()

    start_paying(page, "Abonar a capital y terminar antes", "300.000")
    expect(page.get_by_text("Te ahorras de intereses")).to_be_visible()
    confirm(page)
    assert of_every_look(page, page.url) == {}
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Ver mi crédito").click()

    page.get_by_role("link", name="¿Cuánto cuesta pagar todo?").click()
    page.get_by_role("link", name="Pagar todo hoy").click()
    expect(page.get_by_label("Pagar todo el crédito")).to_be_checked()
    page.get_by_role("group", name="¿De qué cuenta sale?").get_by_label(AMPARO.savings[-4:]).check()
    page.get_by_role("button", name="Continuar").click()
    confirm(page)
    page.reload()
    expect(page.get_by_role("heading", name="Pago hecho")).to_be_visible()
    page.get_by_role("link", name="Ver mi crédito").click()
    expect(page.get_by_text("a paz y salvo")).to_be_visible()

    checked = office.minga("books", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
