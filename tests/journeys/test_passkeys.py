"""A passkey from its making to its end, with an authenticator of Chromium's own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import GILMA, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look

KEYS = "/oficina/seguridad/llaves/"
USE = "Ingresar con llave de acceso"
INSIDE = "Hola, Gilma"

NIDIA = Asociado("41903377", "Nidia", "Correa Londoño", "nidia.correa@ejemplo.co")


class Device:
    """The authenticator of one page's device."""

    def __init__(self, page: Page, *, verified: bool = True) -> None:
        self.chromium: CDPSession = page.context.new_cdp_session(page)
        self.chromium.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": verified,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = self.chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.which = {"authenticatorId": made["authenticatorId"]}

    def verify(self, verified: bool) -> None:
        """Whether a finger, a face or a PIN will fit from now on."""
        self.chromium.send("WebAuthn.setUserVerified", self.which | {"isUserVerified": verified})

    def copy_to(self, other: "Device") -> None:
        """The same key in another device, as a key ring in common brings it there."""
        (key,) = self.chromium.send("WebAuthn.getCredentials", self.which)["credentials"]
        other.chromium.send("WebAuthn.addCredential", other.which | {"credential": key})


def at_localhost(office: Office) -> str:
    """The office under a name: browsers make no keys for a number."""
    return office.url.replace("127.0.0.1", "localhost")


def new_page(browser: Browser, office: Office, complaints: list[str]) -> Page:
    """A phone nobody has used before; what its console says is kept."""
    context = browser.new_context(base_url=at_localhost(office), viewport=PHONE, locale="es-CO")
    page = context.new_page()

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            complaints.append(message.text)

    page.on("console", said)
    return page


@pytest.fixture
def phones(browser: Browser, office: Office) -> Iterator[tuple[Page, Page]]:
    """Two phones, whose pages must not report anything on their consoles."""
    complaints: list[str] = []
    both = new_page(browser, office, complaints), new_page(browser, office, complaints)
    yield both
    for page in both:
        page.context.close()
    assert complaints == []


def use_key(page: Page) -> None:
    page.goto("/ingreso/")
    page.get_by_role("button", name=USE).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Salir").click()
    expect(page).to_have_url(re.compile("/$"))


def test_makes_a_key_signs_in_with_it_anywhere_and_removes_it(
    phones: tuple[Page, Page], office: Office
) -> None:
    page, other = phones
    device = Device(page)
    steps.register(page, office, GILMA)
    assert of_every_look(page, page.url) == {}
    page.get_by_role("link", name="Crear mi llave de acceso").click()
    page.get_by_label("Usuario").fill(GILMA.document)
    page.get_by_role("button", name="Continuar").click()
    steps.enter_pin(page, GILMA.pin)

    expect(page.get_by_role("heading", name="Aún no tienes llaves")).to_have_count(0)
    expect(page.get_by_text("Aún no tienes llaves de acceso")).to_be_visible()
    page.get_by_role("button", name="Agregar llave de acceso").click()
    expect(page.get_by_label("Nombre de la llave")).to_have_value(re.compile("^Chrome"))

    device.verify(False)
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("No se creó la llave. Intenta otra vez.")).to_be_visible()
    device.verify(True)
    page.get_by_label("Nombre de la llave").fill("Mi celular")
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("Ya puedes ingresar con tu llave nueva.")).to_be_visible()
    expect(page.get_by_role("heading", name="Mi celular")).to_be_visible()
    page.get_by_role("button", name="Agregar llave de acceso").click()
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("Este equipo ya tiene una llave tuya.")).to_be_visible()
    sign_out(page)

    device.verify(False)
    use_key(page)
    expect(page.get_by_text("No se usó ninguna llave.")).to_be_visible()
    expect(page.get_by_role("button", name=USE)).not_to_have_attribute("aria-busy", "true")
    device.verify(True)
    page.get_by_role("button", name=USE).click()
    expect(page.get_by_role("heading", name=INSIDE)).to_be_visible()

    second = Device(other)
    device.copy_to(second)
    use_key(other)
    expect(other.get_by_role("heading", name=INSIDE)).to_be_visible()

    page.goto(KEYS)
    page.get_by_role("link", name="Cambiar nombre de Mi celular").click()
    page.get_by_label("Nombre").fill("El de la casa")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("heading", name="El de la casa")).to_be_visible()
    page.get_by_role("link", name="Quitar El de la casa").click()
    page.get_by_role("button", name="Quitar llave").click()
    expect(page.get_by_text("Aún no tienes llaves de acceso")).to_be_visible()
    other.goto("/oficina/")
    expect(other.get_by_label("Usuario")).to_be_visible()
    other.get_by_role("button", name=USE).click()
    expect(other.get_by_text("No pudimos ingresar con esa llave.")).to_be_visible()


def test_the_pages_about_keys_have_no_violations(phones: tuple[Page, Page], office: Office) -> None:
    page, _ = phones
    Device(page)
    assert of_every_look(page, "/ingreso/") == {}
    office.import_rows("members", [NIDIA.member_row()])
    steps.register(page, office, NIDIA)
    page.context.clear_cookies()  # a browser that nobody knows
    before = len(office.mailbox.to(NIDIA.email))
    steps.identify(page, NIDIA)
    expect(page.get_by_role("button", name=USE)).to_have_count(0)  # this page asks for the code
    steps.enter_code(page, office.mailbox.code_for(NIDIA.email, after=before))
    steps.enter_pin(page, NIDIA.pin)
    steps.answer_question(page)
    page.goto(KEYS)
    page.get_by_role("button", name="Agregar llave de acceso").click()
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("Ya puedes ingresar con tu llave nueva.")).to_be_visible()
    addresses = [KEYS, f"{KEYS}agregar/"]
    for name in ("Cambiar nombre", "Quitar"):
        found = page.get_by_role("link", name=re.compile(name)).get_attribute("href")
        assert found is not None
        addresses.append(found)
    wrong = [of_every_look(page, address) for address in addresses]
    assert [one for one in wrong if one] == []


def test_an_address_that_is_a_number_offers_no_key_and_names_the_one_that_does(
    page: Page, office: Office
) -> None:
    page.goto("/ingreso/")
    expect(page.get_by_label("Usuario")).to_be_visible()
    expect(page.get_by_role("button", name=USE)).to_have_count(0)
    page.goto(at_localhost(office) + "/ingreso/")
    expect(page.get_by_role("button", name=USE)).to_be_visible()


def test_without_scripts_nobody_is_offered_a_key(browser: Browser, office: Office) -> None:
    plain = browser.new_context(base_url=at_localhost(office), java_script_enabled=False)
    page = plain.new_page()
    page.goto("/ingreso/")
    expect(page.get_by_label("Usuario")).to_be_visible()
    expect(page.get_by_role("button", name=USE)).to_be_hidden()
    plain.close()


def test_a_browser_without_keys_is_offered_none(browser: Browser, office: Office) -> None:
    old = browser.new_context(base_url=at_localhost(office), viewport=PHONE)
    old.add_init_script("delete window.PublicKeyCredential")
    page = old.new_page()
    page.goto("/ingreso/")
    expect(page.get_by_role("button", name=USE)).to_be_hidden()
    expect(page.get_by_role("button", name="Continuar")).to_be_visible()
    old.close()
