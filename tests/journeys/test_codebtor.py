"""A credit that two people owe: named, read, signed, approved by two, handed out; on phones.

The debtor, whoever backs them, a stranger and two employees, each at a browser of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import DEBORA, FERMIN, IRMA, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look
from tests.journeys.test_back_office import Worker, enrolled, invite
from tests.journeys.test_credit_request import fill, send, sign
from tests.journeys.test_lives_of_products import downloaded
from tests.journeys.test_passkeys import new_page

CREDIT = "/simulador/credito/?linea=LIBRE&valor=21.000.000&cuotas=60&metodo=french"
DEBTOR = f"{DEBORA.name} {DEBORA.surname}"
BACKER = f"{FERMIN.name} {FERMIN.surname}"


@dataclass
class Cast:
    """Everybody at their own browser."""

    office: Office
    debtor: Page
    backer: Page
    stranger: Page
    analyst: Worker
    approver: Worker


@pytest.fixture
def cast(browser: Browser, lending: Office) -> Iterator[Cast]:
    complaints: list[str] = []

    def phone(who: Asociado) -> Page:
        page = browser.new_context(base_url=lending.url, viewport=PHONE, locale="es-CO").new_page()
        steps.register(page, lending, who)
        steps.sign_in(page, who)
        return page

    def desk(document: str, name: str, role: str) -> Worker:
        return enrolled(
            new_page(browser, lending, complaints), invite(lending, document, name, role)
        )

    everybody = Cast(
        lending, phone(DEBORA), phone(FERMIN), phone(IRMA),
        desk("1017000011", "Marleny Osorio", "analyst"),
        desk("1017000012", "Jairo Cardona", "approver"),
    )  # fmt: skip
    yield everybody
    for page in (
        everybody.debtor, everybody.backer, everybody.stranger, everybody.analyst.page,
        everybody.approver.page,
    ):  # fmt: skip
        page.context.close()
    assert complaints == []


def ask(page: Page) -> str:
    """Asks for more than the line lends without a codebtor, and names one; its address."""
    page.goto(CREDIT)
    page.get_by_role("link", name="Solicitar este crédito").click()
    page.get_by_role("button", name="Guardar y continuar").click()
    request = page.url
    fill(page)
    page.goto(request)
    page.get_by_role("link", name="Codeudor").click()
    page.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    page.get_by_label("Número de identificación").fill(FERMIN.document)
    page.get_by_role("button", name="Nombrar").click()
    expect(page.get_by_text("Aún no responde")).to_be_visible()
    expect(page.get_by_text(FERMIN.surname)).to_have_count(0)  # nobody learns who it is yet
    return request


def accept(page: Page, office: Office) -> str:
    """Finds the question inside the office, reads it and says yes; its address."""
    page.goto("/oficina/solicitudes/")
    page.get_by_role("link", name=re.compile(f"Codeudor de {DEBTOR}")).click()
    address = page.url
    expect(page.get_by_text("La cooperativa puede cobrarte todo a ti")).to_be_visible()
    assert of_every_look(page, address) == {}
    page.set_viewport_size(PHONE)
    steps.approve(page, office, FERMIN, "^Acepto responder por")
    expect(page.get_by_text("Aceptaste ser codeudor")).to_be_visible()
    return address


def approve_by_two(cast: Cast, number: str) -> str:
    """One proposes, another decides; the address of the file."""
    page = cast.analyst.page
    page.goto("/gestion/solicitudes/?estado=estudio")
    page.get_by_role("link", name=re.compile(number)).click()
    file = page.url
    cast.analyst.open(file, "Estudio de la solicitud")
    expect(page.get_by_text(BACKER).first).to_be_visible()
    page.goto(f"{file}proponer/")
    page.get_by_role("button", name="Proponer", exact=True).click()
    expect(page.get_by_text("Con concepto").first).to_be_visible()
    page = cast.approver.page
    cast.approver.open(f"{file}decidir/", "Decisión")
    page.goto(f"{file}decidir/")
    page.get_by_label("Apruebo: el asociado puede firmar").check()
    page.get_by_role("button", name="Guardar mi decisión").click()
    expect(page.get_by_text("Aprobada").first).to_be_visible()
    return file


def read_and_sign(page: Page, office: Office, address: str) -> str:
    """The obligation word by word, signed with step-up; the code of its paper."""
    page.goto(address)
    page.get_by_role("link", name="Leer y firmar").click()
    expect(page.get_by_text("OBLIGACIÓN SOLIDARIA")).to_be_visible()
    assert of_every_look(page, page.url) == {}
    page.set_viewport_size(PHONE)
    steps.approve(page, office, FERMIN, "^Firmar por")
    expect(page.get_by_text("Firmaste.")).to_be_visible()
    assert of_every_look(page, address) == {}
    page.set_viewport_size(PHONE)
    paper = downloaded(page, "Lo que firmaste (PDF)")
    for words in ("OBLIGACIÓN SOLIDARIA", DEBTOR, BACKER, "clave y código"):
        assert words in paper
    return code_on(paper)


def code_on(paper: str) -> str:
    found = re.search(r"Código: ([0-9A-Z-]{23})", paper)
    assert found is not None
    return found[1]


def test_two_people_owe_a_credit_from_the_question_to_the_money(cast: Cast) -> None:
    debtor, backer, office = cast.debtor, cast.backer, cast.office
    request = ask(debtor)
    assert of_every_look(debtor, f"{request}codeudores/") == {}
    debtor.set_viewport_size(PHONE)
    address = accept(backer, office)
    debtor.goto(request)
    number = send(debtor)
    file = approve_by_two(cast, number)

    debtor.goto(f"{request}firmar/")
    expect(debtor.get_by_text("Todavía no puedes firmar")).to_be_visible()
    code = read_and_sign(backer, office, address)
    debtor.goto(request)
    sign(debtor, office, DEBORA)

    backer.goto(address)
    expect(backer.get_by_text("Eres codeudor de este crédito.")).to_be_visible()
    expect(backer.get_by_text("Al día")).to_be_visible()
    verified(cast.stranger, code)
    nobody_else_sees_it(cast.stranger, address, request)

    page = cast.analyst.page
    page.goto(file)
    # What its debtor owes now is on another paper of its own: theirs says what the amount became.
    paper = downloaded(page, f"Lo que firmó {BACKER} (PDF)")
    assert "OBLIGACIÓN SOLIDARIA" in paper
    assert of_every_look(page, file) == {}
    for words in (("books", "check"), ("books", "subledger")):
        checked = office.minga(*words)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def verified(page: Page, code: str) -> None:
    """Anybody checks the paper by its code, and learns nobody's name."""
    page.goto(f"/verificar/{code}/")
    expect(page.get_by_text("Es un documento nuestro")).to_be_visible()
    expect(page.get_by_text("SHA-256 del texto")).to_be_visible()
    for name in (FERMIN.surname, DEBORA.surname, FERMIN.document):
        expect(page.get_by_text(name)).to_have_count(0)


def nobody_else_sees_it(page: Page, address: str, request: str) -> None:
    """A member who has nothing to do with it finds none of its pages, and no word of it."""
    for path in (
        address, f"{address}firmar/", f"{address}copia/", f"{address}copia/pdf/", request,
        f"{request}codeudores/", f"{request}firmar/", f"{request}pagare/pdf/",
    ):  # fmt: skip
        answer = page.request.get(path)
        assert answer.status == 404, path
        assert FERMIN.surname not in answer.text()
    page.goto("/oficina/solicitudes/")
    expect(page.get_by_text("Codeudor de")).to_have_count(0)
