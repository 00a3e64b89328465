"""A member looks after their own access: PIN, browsers, and closing everything at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import BLANCA, HERNAN, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import complaints, of_every_look

SECURITY = "/oficina/seguridad/"
PAGES = (
    SECURITY, "/oficina/mas/", f"{SECURITY}clave/", f"{SECURITY}imagen/",
    f"{SECURITY}preguntas/", f"{SECURITY}historial/", f"{SECURITY}bloquear/",
)  # fmt: skip
NEW_PIN = "3961"


@pytest.fixture
def elsewhere(browser: Browser, office: Office) -> Iterator[Page]:
    """Another phone, without scripts."""
    context = browser.new_context(base_url=office.url, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def to_security(page: Page) -> None:
    """«Más», «Seguridad»."""
    page.get_by_role("link", name="Más", exact=True).click()
    page.get_by_role("link", name="Seguridad").click()
    expect(page.get_by_role("heading", name="Seguridad", exact=True)).to_be_visible()


def change_pin(page: Page, current: str, pin: str) -> None:
    page.get_by_label("Clave actual").fill(current)
    page.get_by_label("Clave nueva").fill(pin)
    page.get_by_label("Confirma tu clave").fill(pin)
    page.get_by_role("button", name="Cambiar").click()


def come_in_from(page: Page, office: Office, who: Asociado, pin: str) -> None:
    """As far as the office, in a browser nobody knows."""
    texts = len(office.texts.bodies)
    steps.identify(page, who)
    steps.enter_code(page, office.text_code_for(who.mobile, after=texts))
    steps.enter_pin(page, pin)
    steps.answer_question(page)
    expect(page.get_by_role("link", name="Más", exact=True)).to_be_visible()


def test_changes_the_pin_forgets_a_browser_and_closes_everything_by_a_link(
    page: Page, elsewhere: Page, office: Office
) -> None:
    steps.register(page, office, BLANCA)
    steps.sign_in(page, BLANCA)
    to_security(page)
    page.get_by_role("link", name="Cambiar la clave").click()
    change_pin(page, "8306", NEW_PIN)
    expect(page.get_by_text("La clave no coincide. Te quedan 2 intentos.").first).to_be_visible()
    assert complaints(page) == []
    change_pin(page, BLANCA.pin, NEW_PIN)
    expect(page.get_by_text("Cambiaste tu clave. Cerramos tus otras sesiones.")).to_be_visible()

    letters = len(office.mailbox.to(BLANCA.email))
    come_in_from(elsewhere, office, BLANCA, NEW_PIN)
    found = [of_every_look(page, address) for address in PAGES]
    assert [one for one in found if one] == []
    page.set_viewport_size(PHONE)
    page.goto(SECURITY)
    expect(page.get_by_role("heading", name="(este equipo)")).to_have_count(2)
    page.get_by_role("button", name="Olvidar Chrome en Linux", exact=True).click()
    expect(page.get_by_text("Olvidamos el equipo.")).to_be_visible()
    elsewhere.goto("/oficina/")
    expect(elsewhere.get_by_label("Usuario")).to_be_visible()

    link = office.mailbox.link_for(BLANCA.email, "/bloquear/", after=letters)
    assert of_every_look(page, link) == {}
    elsewhere.goto(link)
    expect(elsewhere.get_by_role("heading", name="¿Bloquear tu acceso ahora?")).to_be_visible()
    page.goto("/oficina/")
    expect(page.get_by_role("heading", name="Hola, Blanca")).to_be_visible()  # looking did nothing
    elsewhere.get_by_role("button", name="Bloquear mi acceso ahora").click()
    expect(elsewhere.get_by_role("heading", name="Tu acceso está bloqueado")).to_be_visible()
    page.goto("/oficina/")
    expect(page.get_by_label("Usuario")).to_be_visible()


def test_whoever_closed_their_access_is_told_so_and_gets_back_in_alone(
    page: Page, elsewhere: Page, office: Office
) -> None:
    steps.register(page, office, HERNAN)
    steps.sign_in(page, HERNAN)
    to_security(page)
    page.get_by_role("link", name="Bloquear mi acceso ahora").click()
    page.get_by_role("button", name="Bloquear mi acceso ahora").click()
    expect(page.get_by_role("heading", name="Tu acceso está bloqueado")).to_be_visible()
    assert complaints(page) == []

    texts = len(office.texts.bodies)
    steps.identify(page, HERNAN)
    expect(page.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
    steps.enter_code(page, office.text_code_for(HERNAN.mobile, after=texts))
    expect(page.get_by_text("Pediste bloquear tu acceso")).to_be_visible()
    expect(page.get_by_text(HERNAN.phrase)).to_have_count(0)
    assert complaints(page) == []

    letters, texts = len(office.mailbox.to(HERNAN.email)), len(office.texts.bodies)
    page.get_by_role("link", name="Cambiar mi clave").click()
    page.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    page.get_by_label("Número de identificación").fill(HERNAN.document)
    page.get_by_role("button", name="Aceptar").click()
    elsewhere.goto(office.mailbox.link_for(HERNAN.email, "/clave/enlace/", after=letters))
    elsewhere.get_by_role("button", name="Cambiar clave").click()
    steps.enter_code(elsewhere, office.text_code_for(HERNAN.mobile, after=texts))
    elsewhere.get_by_label("Clave", exact=True).fill(NEW_PIN)
    elsewhere.get_by_label("Confirma tu clave").fill(NEW_PIN)
    elsewhere.get_by_role("button", name="Cambiar").click()
    expect(elsewhere.get_by_role("heading", name="Tu clave es nueva")).to_be_visible()
    told = office.minga("access", "status", "--document", "CC", HERNAN.document)
    assert told.returncode == 0, told.stderr
    assert "Acceso bloqueado: no" in told.stdout


@pytest.mark.parametrize("address", ["/bloqueado/", "/bloquear/nadie/"])
def test_the_pages_without_signing_in_have_no_violations(page: Page, address: str) -> None:
    assert of_every_look(page, address) == {}
