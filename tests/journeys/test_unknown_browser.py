"""A browser nobody knows proves itself with a code before it sees an image, a word or a PIN
field."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import TULIO, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import complaints

BELEN = Asociado("39876120", "Belén", "Urrego Salazar", "belen.urrego@ejemplo.co")


def test_a_second_browser_needs_a_code_and_then_shows_what_the_first_one_moves(
    page: Page, browser: Browser, office: Office
) -> None:
    steps.register(page, office, TULIO)
    steps.sign_in(page, TULIO)

    other_phone = browser.new_context(base_url=office.url, viewport=PHONE)
    other = other_phone.new_page()
    letters = len(office.mailbox.to(TULIO.email))
    steps.identify(other, TULIO)
    expect(other.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
    expect(other.get_by_text(TULIO.phrase)).to_have_count(0)

    code = office.mailbox.code_for(TULIO.email, after=letters)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    steps.enter_code(other, wrong)
    expect(other.get_by_text("Hay un problema")).to_be_visible()
    expect(other.get_by_text(TULIO.phrase)).to_have_count(0)
    steps.enter_code(other, code)
    expect(other.get_by_text(TULIO.phrase)).to_be_visible()
    steps.enter_pin(other, TULIO.pin)
    expect(other.get_by_label("Recordar este equipo")).to_be_checked()
    steps.answer_question(other)
    expect(other.get_by_role("heading", name="Hola, Tulio")).to_be_visible()
    other.goto("/oficina/productos/")
    expect(other.get_by_text("3.840.259,50")).to_be_visible()

    steps.transfer(page, TULIO.savings, TULIO.second_savings, "1.000.000")
    page.get_by_role("button", name=re.compile("Transferir .*1.000.000")).click()
    expect(page.get_by_role("heading", name="Transferencia hecha")).to_be_visible()
    other.reload()
    expect(other.get_by_text("2.840.259,50")).to_be_visible()
    other_phone.close()


def test_an_unknown_number_meets_the_same_pages(page: Page) -> None:
    page.goto("/ingreso/")
    page.get_by_label("Usuario").fill("99.887.766")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
    steps.enter_code(page, "123456")
    expect(page.get_by_text("Hay un problema")).to_be_visible()


def test_a_borrowed_computer_is_let_in_once_and_not_remembered(
    page: Page, browser: Browser, office: Office
) -> None:
    office.import_rows("members", [BELEN.member_row()])
    steps.register(page, office, BELEN)

    borrowed = browser.new_context(base_url=office.url, viewport=PHONE)
    other = borrowed.new_page()
    letters = len(office.mailbox.to(BELEN.email))
    steps.identify(other, BELEN)
    expect(other.get_by_text("te enviamos un código a tu contacto registrado")).to_be_visible()
    first = office.mailbox.code_for(BELEN.email, after=letters)
    other.get_by_role("button", name="Enviarlo por correo").click()
    expect(other.get_by_text("te enviamos un código por correo")).to_be_visible()
    assert complaints(other) == []
    second = office.mailbox.code_for(BELEN.email, after=letters + 1)
    if first != second:
        steps.enter_code(other, first)
        expect(other.get_by_text("El código no coincide").first).to_be_visible()
    steps.enter_code(other, second)
    steps.enter_pin(other, BELEN.pin)
    assert complaints(other) == []
    other.get_by_role("textbox").first.fill("otra cosa")
    other.get_by_role("button", name="Ingresar").click()
    expect(
        other.get_by_text("La respuesta no coincide. Te quedan 2 intentos.").first
    ).to_be_visible()
    assert complaints(other) == []
    steps.answer_question(other, remember=False)
    expect(other.get_by_role("heading", name="Hola, Belén")).to_be_visible()
    other.get_by_role("button", name="Salir").click()
    steps.identify(other, BELEN)
    expect(other.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
    borrowed.close()

    steps.sign_in(page, BELEN)
    expect(page.get_by_text("Tu último ingreso:")).to_be_visible()


def test_who_has_a_number_twice_names_the_document(page: Page) -> None:
    page.goto("/ingreso/")
    page.get_by_text("¿Tienes más de un documento con este número?").click()
    page.get_by_label("Tipo de documento").select_option(label="Cédula de extranjería")
    assert complaints(page) == []
    page.get_by_label("Usuario").fill("99887755")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
