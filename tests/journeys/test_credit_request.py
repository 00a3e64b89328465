"""A credit from the public simulator to the money in the account, with scripts and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from minga.loans.tests.requests_cast import picture
from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import OFELIA, RAMON, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look


@pytest.fixture
def phone(browser: Browser, lending: Office) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=lending.url, viewport=PHONE, locale="es-CO")
    yield opened
    opened.close()


@pytest.fixture
def plain(browser: Browser, lending: Office) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        base_url=lending.url, viewport=PHONE, locale="es-CO", java_script_enabled=False
    )
    yield opened
    opened.close()


def command(office: Office, *words: str) -> str:
    done = office.minga("loans", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def simulate(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("Simulador de crédito")).click()
    page.get_by_label(re.compile("Libre inversión")).check()
    page.get_by_label("¿Cuánto necesitas?").fill("3.000.000")
    page.get_by_label("¿En cuántas cuotas mensuales?").fill("18")
    page.get_by_role("button", name="Calcular").click()
    expect(page.get_by_role("heading", name=re.compile("Tu crédito de"))).to_be_visible()


def fill(page: Page) -> None:
    page.get_by_role("link", name="Ingresos y gastos").click()
    page.get_by_label("¿Cuánto recibes al mes?").fill("2.400.000")
    page.get_by_label("¿Cuánto gastas al mes?").fill("1.500.000")
    page.get_by_role("button", name="Guardar").click()
    page.get_by_role("link", name="Documentos").click()
    page.get_by_role("link", name=re.compile("Desprendible de pago")).click()
    file = {"name": "foto.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_label("Archivo").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Guardar documento").click()
    page.get_by_role("link", name="Volver a mi solicitud").click()
    page.get_by_role("link", name="Autorizaciones").click()
    expect(page.get_by_role("button", name="Autorizar")).to_be_visible()  # the page is whole
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Autorizar").click()


def send(page: Page) -> str:
    page.get_by_role("link", name="Revisar y enviar").last.click()
    page.get_by_role("button", name="Enviar solicitud").click()
    expect(page.get_by_text("La vamos a estudiar")).to_be_visible()
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def decide(office: Office, number: str) -> None:
    assert number in command(office, "requests")
    command(office, "propose", number, "--as", "ana")
    command(office, "decide", number, "--approve", "--as", "beto")


def sign(page: Page, office: Office, who: Asociado) -> None:
    page.get_by_role("link", name="Ver condiciones y firmar").click()
    steps.approve(page, office, who, "^Firmar por")
    expect(page.get_by_text("El dinero ya está en tu cuenta.")).to_be_visible()


def prove(page: Page, office: Office) -> None:
    page.get_by_role("link", name="Ver mi crédito").click()
    expect(page.get_by_text("Cuotas pagadas: 0 de 18")).to_be_visible()
    checked = office.minga("books", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_credit_on_a_phone_from_the_simulator_to_the_money(
    phone: BrowserContext, lending: Office
) -> None:
    page = phone.new_page()
    steps.register(page, lending, OFELIA)
    steps.sign_in(page, OFELIA)
    simulate(page)
    result = page.url.partition("#")[0]  # with it, going there again would not load anything
    looks = [result, "/simulador/cdat/?valor=2.000.000&dias=90", "/simulador/credito/?valor=1"]
    page.get_by_role("link", name="Solicitar este crédito").click()
    looks += ["/oficina/solicitar/", "/oficina/solicitar/credito/"]
    page.get_by_role("button", name="Guardar y continuar").click()
    request = page.url
    fill(page)
    looks += [
        request, *(f"{request}{part}/" for part in (
            "credito", "ingresos", "documentos", "documentos/0", "autorizaciones", "revisar",
            "retirar",
        )),
    ]  # fmt: skip
    assert [found for found in (of_every_look(page, one) for one in looks) if found] == []
    page.set_viewport_size(PHONE)
    page.goto(request)
    number = send(page)
    decide(lending, number)
    page.goto("/oficina/solicitudes/")
    page.get_by_role("link", name=re.compile(number)).click()
    for look in (request, f"{request}firmar/", "/oficina/solicitudes/"):
        assert of_every_look(page, look) == {}
    page.set_viewport_size(PHONE)
    page.goto(request)
    sign(page, lending, OFELIA)
    assert of_every_look(page, request) == {}
    page.set_viewport_size(PHONE)
    prove(page, lending)


def test_the_same_without_scripts(plain: BrowserContext, lending: Office) -> None:
    page = plain.new_page()
    steps.register(page, lending, RAMON)
    steps.sign_in(page, RAMON)
    simulate(page)
    page.get_by_role("link", name="Solicitar este crédito").click()
    page.get_by_role("button", name="Guardar y continuar").click()
    request = page.url
    fill(page)
    number = send(page)
    decide(lending, number)
    page.goto(request)
    sign(page, lending, RAMON)
    prove(page, lending)
