"""Wrong e-mails, wrong PINs, too much money: each says what to do and loses nothing."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.people import INES
from tests.journeys.running_office import Office


def test_mistakes_on_the_way_in_and_with_money(page: Page, office: Office) -> None:
    page.goto("/registro/")
    page.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    page.get_by_label("Número de identificación").fill(INES.document)
    page.get_by_label("Correo electrónico", exact=True).fill("sin-arroba")
    page.get_by_role("button", name="Aceptar").click()
    expect(page.get_by_text("Hay un problema")).to_be_visible()
    assert page.title().startswith("Error: ")
    expect(page.get_by_label("Número de identificación")).to_have_value(INES.document)

    steps.register(page, office, INES)

    steps.identify(page, INES)
    steps.enter_pin(page, "1357")
    expect(page.get_by_text("La clave no coincide. Te quedan 2 intentos.").first).to_be_visible()
    expect(page.get_by_label("Clave", exact=True)).to_have_value("")
    steps.enter_pin(page, INES.pin)
    expect(page.get_by_role("heading", name="Hola, Inés")).to_be_visible()

    steps.transfer(page, INES.savings, INES.second_savings, "9.000.000")
    expect(page.get_by_text("Tu saldo disponible es").first).to_be_visible()
    expect(page.get_by_label("¿Cuánto?")).to_have_value("9.000.000")
    page.get_by_label("¿Cuánto?").fill("abc")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("por ejemplo 150.000").first).to_be_visible()
    page.get_by_label("¿Cuánto?").fill("1.000")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("heading", name="Revisa antes de transferir")).to_be_visible()
    page.go_back()  # to the page that answered with a mistake: the browser asks to send nothing
    expect(page.get_by_label("¿Cuánto?")).to_be_visible()

    steps.transfer(page, INES.savings, INES.aportes, "50.000")
    expect(page.get_by_text("200", exact=False).first).to_be_visible()
    confirm = page.get_by_role("button", name=re.compile("Transferir .*50.000"))
    confirm.dblclick()
    expect(page.get_by_role("heading", name="Transferencia hecha")).to_be_visible()
    page.goto("/oficina/productos/")
    expect(page.get_by_text("3.790.059,50")).to_be_visible()


def test_nobody_sees_the_office_without_signing_in(page: Page) -> None:
    for path in ("/oficina/", "/oficina/productos/", "/oficina/transferir/"):
        page.goto(path)
        expect(page.get_by_label("Usuario")).to_be_visible()
