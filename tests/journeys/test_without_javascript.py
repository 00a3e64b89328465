"""Everything works with scripts turned off."""

import re

from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import NOEL
from tests.journeys.running_office import Office


def test_registers_signs_in_and_moves_money_without_scripts(
    browser: Browser, office: Office
) -> None:
    plain = browser.new_context(base_url=office.url, viewport=PHONE, java_script_enabled=False)
    page = plain.new_page()
    steps.register(page, office, NOEL)
    steps.sign_in(page, NOEL)
    expect(page.get_by_role("button", name="Ocultar saldos")).to_have_count(0)
    steps.transfer(page, NOEL.savings, NOEL.second_savings, "20.000")
    page.get_by_role("button", name=re.compile("Transferir .*20.000")).click()
    expect(page.get_by_role("heading", name="Transferencia hecha")).to_be_visible()
    page.get_by_role("link", name="Ir al inicio").click()
    page.get_by_role("button", name="Salir").click()
    page.goto("/oficina/")
    expect(page.get_by_label("Usuario")).to_be_visible()
    plain.close()
