"""Two employees and a credit: each makes a key with a link, one proposes, the other decides."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import ORFA, TULIO
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look
from tests.journeys.test_passkeys import Device, at_localhost, new_page

SCRIPT = Path(__file__).with_name("ask_credit.py")


@dataclass
class Worker:
    """An employee at a browser with an authenticator."""

    page: Page
    device: Device

    def enter(self) -> None:
        self.page.goto("/gestion/")
        self.page.get_by_role("button", name="Ingresar con mi llave").click()
        expect(self.page.get_by_role("heading", name=re.compile("^Hola"))).to_be_visible()

    def open(self, path: str, why: str) -> None:
        """A member's file, with its reason."""
        self.page.goto(path)
        self.page.get_by_label(why, exact=True).check()
        self.page.get_by_role("button", name="Abrir").click()


def invite(office: Office, document: str, name: str, *roles: str) -> str:
    """By whoever runs the office; the path of the link."""
    done = office.minga(
        "staff", "add", "--document", "CC", document, "--name", name, "--roles", *roles
    )
    assert done.returncode == 0, done.stderr
    found = re.search(r"/gestion/llave/[\w-]+/", done.stdout)
    assert found
    return found[0]


@pytest.fixture
def desks(browser: Browser, office: Office) -> Iterator[tuple[Page, Page]]:
    """Two browsers, whose pages must not report anything on their consoles."""
    complaints: list[str] = []
    both = new_page(browser, office, complaints), new_page(browser, office, complaints)
    yield both
    for page in both:
        page.context.close()
    assert complaints == []


def enrolled(page: Page, link: str) -> Worker:
    """The link becomes a key, and the key opens the door."""
    worker = Worker(page, Device(page))
    page.goto(link)
    page.get_by_role("button", name="Crear mi llave").click()
    expect(page.get_by_text("Tu llave quedó lista")).to_be_visible()
    worker.enter()
    page.goto(link)
    expect(page.get_by_role("heading", name="Este enlace ya no sirve")).to_be_visible()
    return worker


def ask(office: Office, document: str) -> str:
    """The number of a request that a member sent."""
    done = subprocess.run(
        [sys.executable, "-P", str(SCRIPT), document],
        env=office.environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def without_scripts(browser: Browser, office: Office, inside: BrowserContext) -> Page:
    """The same session in a browser that runs none."""
    plain = browser.new_context(
        base_url=at_localhost(office), viewport=PHONE, java_script_enabled=False,
        storage_state=inside.storage_state(),
    )  # fmt: skip
    return plain.new_page()


def test_one_proposes_and_another_decides_what_was_shown(
    desks: tuple[Page, Page], office: Office, browser: Browser
) -> None:
    number = ask(office, TULIO.document)
    analyst = enrolled(desks[0], invite(office, "1017000001", "Amparo Quintero", "analyst"))
    approver = enrolled(desks[1], invite(office, "1017000002", "Óscar Loaiza", "approver"))

    page = analyst.page
    page.goto("/gestion/solicitudes/?estado=estudio")
    page.get_by_role("link", name=re.compile(number)).click()
    request = page.url
    analyst.open(request, "Estudio de la solicitud")
    expect(page.get_by_text("Le queda cada mes")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Desprendible de pago").click()
    assert saved.value.suggested_filename == f"{number}-1.jpg"
    page.goto(f"{request}proponer/")
    page.get_by_label("Valor que propones").fill("100")
    page.get_by_role("button", name="Proponer", exact=True).click()
    expect(page.get_by_text(re.compile("Esta línea presta desde")).first).to_be_visible()
    page.get_by_label("Valor que propones").fill("4.000.000")
    page.get_by_role("button", name="Proponer", exact=True).click()
    expect(page.get_by_text("Con concepto").first).to_be_visible()
    page.goto("/gestion/libros/")
    expect(page.get_by_text("no es parte de tus funciones")).to_be_visible()

    looks = ["/gestion/", "/gestion/solicitudes/", "/gestion/cartera/", request]
    looks += [f"{request}proponer/", f"{request}pedir/", "/gestion/cuentas/"]
    assert [found for found in (of_every_look(page, one) for one in looks) if found] == []

    plain = without_scripts(browser, office, approver.page.context)
    other = Worker(plain, approver.device)
    plain.goto("/gestion/")
    plain.get_by_role("link", name="Solicitudes por decidir").click()
    plain.get_by_role("link", name=re.compile(number)).click()
    other.open(plain.url, "Decisión")
    plain.get_by_role("link", name="Decidir").click()
    expect(plain.get_by_text("Amparo Quintero")).to_be_visible()
    plain.get_by_role("button", name="Guardar mi decisión").click()
    expect(plain.get_by_role("link", name="Elige si apruebas o no.")).to_be_visible()
    plain.get_by_label("Apruebo: el asociado puede firmar").check()
    plain.get_by_role("button", name="Guardar mi decisión").click()
    expect(plain.get_by_text("Aprobada").first).to_be_visible()
    plain.context.close()


def test_a_device_that_does_not_know_its_person_opens_nothing(
    desks: tuple[Page, Page], office: Office
) -> None:
    worker = enrolled(desks[0], invite(office, "1017000003", "Nelson Bedoya", "auditor"))
    worker.page.get_by_role("link", name=re.compile("Cooperativa")).first.click()
    worker.page.get_by_role("button", name="Salir").click()
    worker.device.verify(False)
    worker.page.get_by_role("button", name="Ingresar con mi llave").click()
    expect(worker.page.get_by_text("No se usó ninguna llave")).to_be_visible()
    worker.device.verify(True)
    worker.enter()
    office.minga("staff", "disable", "--document", "CC", "1017000003", "--why", "Se retiró")
    worker.page.goto("/gestion/libros/")
    expect(worker.page.get_by_text("Tu sesión terminó")).to_be_visible()
    worker.page.get_by_role("button", name="Ingresar con mi llave").click()
    expect(worker.page.get_by_text("Esa llave no abre")).to_be_visible()


def test_an_accountant_finds_a_transfer_in_the_books(
    desks: tuple[Page, Page], office: Office, page: Page
) -> None:
    steps.register(page, office, ORFA)
    steps.sign_in(page, ORFA)
    steps.transfer(page, ORFA.savings, ORFA.second_savings, "120.000")
    page.get_by_role("button", name=re.compile("^Transferir")).click()
    reference = page.locator(".receipt .code").inner_text()

    books = enrolled(desks[0], invite(office, "1017000004", "Gloria Arango", "accountant")).page
    books.goto("/gestion/")
    books.get_by_role("textbox", name="Comprobante").fill(reference.lower())
    books.get_by_role("button", name="Buscar").click()
    expect(books.get_by_role("heading", name=re.compile("^Asiento"))).to_be_visible()
    for words in (reference, "$ 120.000", "El asociado"):
        expect(books.get_by_text(words).first).to_be_visible()
    looks = [
        books.url, "/gestion/", "/gestion/libros/", "/gestion/libros/balance/",
        "/gestion/libros/diario/", "/gestion/libros/mayor/?cuenta=2105", "/gestion/cierres/",
        "/gestion/parametros/?familia=gmf", "/gestion/libros/buscar/?referencia=nada",
    ]  # fmt: skip
    assert [found for found in (of_every_look(books, one) for one in looks) if found] == []


@pytest.mark.parametrize("address", ["/gestion/ingreso/", "/gestion/llave/otro/"])
def test_the_doors_pages_have_no_violations(desks: tuple[Page, Page], address: str) -> None:
    assert of_every_look(desks[0], address) == {}
