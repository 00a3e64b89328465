"""Approving one operation: PIN and code, a passkey, and both proofs without scripts.

The office has one page more than others: a test's own, which needs an approval as later rooms do.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import YOLANDA
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look
from tests.journeys.test_passkeys import KEYS, Device, new_page

PAGE = "/oficina/prueba/"
WHAT = "$\u00a0500.000 al CDAT a 90 días"


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    """A phone at the address keys are made for, which must not complain."""
    complaints: list[str] = []
    opened = new_page(browser, office, complaints)
    yield opened
    opened.context.close()
    assert complaints == []


def ask(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(PAGE)
    page.get_by_role("button", name="Abrir CDAT").click()
    expect(page.get_by_role("heading", name="Aprueba la operación")).to_be_visible()
    expect(page.get_by_text(WHAT)).to_be_visible()
    expect(page.get_by_text("9,50 % E.A.")).to_be_visible()


def finish(page: Page) -> None:
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    page.get_by_role("button", name="Abrir CDAT").click()
    expect(page.get_by_role("heading", name="Listo")).to_be_visible()


def enter_pin_and_code(page: Page, office: Office) -> None:
    before = len(office.texts.bodies)
    page.get_by_label("Clave", exact=True).fill(YOLANDA.pin)
    page.get_by_role("button", name="Enviar código").click()
    expect(page.get_by_text("Enviamos un código a tu celular ···0133.")).to_be_visible()
    code = office.text_code_for(YOLANDA.mobile, after=before)
    assert "para aprobar $ 500.000 al CDAT a 90 dias" in office.texts.bodies[-1]["text"]
    page.get_by_label("Código de verificación").fill(code)
    page.get_by_role("button", name="Aprobar", exact=True).click()


def test_approves_with_pin_and_code_with_a_passkey_and_without_scripts(
    page: Page, browser: Browser, office: Office
) -> None:
    steps.register(page, office, YOLANDA)
    steps.sign_in(page, YOLANDA)
    ask(page)
    assert of_every_look(page, page.url) == {}
    page.get_by_label("Clave", exact=True).fill("8306")
    page.get_by_role("button", name="Enviar código").click()
    expect(page.locator(".field-bad").get_by_text("Te quedan 2 intentos.")).to_be_visible()
    ask(page)
    enter_pin_and_code(page, office)
    finish(page)

    device = Device(page)
    page.goto(KEYS)
    page.get_by_role("button", name="Agregar llave de acceso").click()
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("Ya puedes ingresar con tu llave nueva.")).to_be_visible()
    ask(page)
    assert of_every_look(page, page.url) == {}
    ask(page)
    device.verify(False)
    page.get_by_role("button", name="Aprobar con llave de acceso").click()
    expect(page.get_by_text("No se usó ninguna llave. No aprobamos nada.")).to_be_visible()
    device.verify(True)
    page.get_by_role("button", name="Aprobar con llave de acceso").click()
    finish(page)

    plain = browser.new_context(
        base_url=office.url.replace("127.0.0.1", "localhost"),
        viewport=PHONE,
        storage_state=page.context.storage_state(),
        java_script_enabled=False,
    )
    still = plain.new_page()
    ask(still)
    expect(still.get_by_role("button", name="Aprobar con llave de acceso")).to_be_hidden()
    enter_pin_and_code(still, office)
    finish(still)
    plain.close()
