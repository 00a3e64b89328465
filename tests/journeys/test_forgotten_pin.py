"""A member who forgot the PIN gets back in alone, from three kinds of browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import AIDA, SAUL, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import complaints

NEW_PIN, NEWER_PIN = "4917", "2846"


@pytest.fixture(scope="module")
def aidas_phone(browser: Browser, office: Office) -> Iterator[Page]:
    """Where Aida registered."""
    context = browser.new_context(base_url=office.url, viewport=PHONE, locale="es-CO")
    page = context.new_page()
    steps.register(page, office, AIDA)
    yield page
    context.close()


@pytest.fixture
def borrowed(browser: Browser, office: Office) -> Iterator[Page]:
    """A phone nobody used before, without scripts."""
    context = browser.new_context(base_url=office.url, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def ask_for_link(page: Page, office: Office, who: Asociado) -> str:
    """«¿Olvidaste tu contraseña?» as far as the e-mail."""
    letters = len(office.mailbox.to(who.email))
    page.goto("/ingreso/")
    page.get_by_role("link", name="¿Olvidaste tu contraseña?").click()
    page.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    page.get_by_label("Número de identificación").fill(who.document)
    page.get_by_role("button", name="Aceptar").click()
    expect(page.get_by_text("Si los datos coinciden, te enviamos un enlace")).to_be_visible()
    return office.mailbox.link_for(who.email, "/clave/enlace/", after=letters)


def open_link(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Cambiar clave").click()


def choose(page: Page, pin: str) -> None:
    page.get_by_label("Clave", exact=True).fill(pin)
    page.get_by_label("Confirma tu clave").fill(pin)
    page.get_by_role("button", name="Cambiar").click()


def test_in_the_known_browser_the_link_leads_straight_to_the_new_pin(
    aidas_phone: Page, office: Office
) -> None:
    page = aidas_phone
    steps.sign_in(page, AIDA)
    page.get_by_role("button", name="Salir").click()
    open_link(page, ask_for_link(page, office, AIDA))
    expect(page.get_by_role("heading", name="Elige tu clave nueva")).to_be_visible()
    assert complaints(page) == []
    choose(page, "1234")
    expect(page.get_by_text("Esa clave son números seguidos").first).to_be_visible()
    choose(page, NEW_PIN)
    expect(page.get_by_role("heading", name="Tu clave es nueva")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="Ingresar").click()
    steps.identify(page, AIDA)
    steps.enter_pin(page, NEW_PIN)
    expect(page.get_by_role("heading", name="Hola, Aida")).to_be_visible()
    expect(page.get_by_text("no sale dinero")).to_have_count(0)


def test_in_an_unknown_browser_the_link_alone_is_not_enough(
    aidas_phone: Page, borrowed: Page, office: Office
) -> None:
    texts = len(office.texts.bodies)
    link = ask_for_link(borrowed, office, AIDA)
    open_link(borrowed, link)
    expect(borrowed.get_by_role("heading", name="Confirma que eres tú")).to_be_visible()
    steps.enter_code(borrowed, office.text_code_for(AIDA.mobile, after=texts))
    choose(borrowed, NEWER_PIN)
    expect(borrowed.get_by_role("heading", name="Tu clave es nueva")).to_be_visible()
    # Every other browser proves itself again, and the link serves nobody any more.
    aidas_phone.goto("/oficina/")
    texts = len(office.texts.bodies)
    steps.identify(aidas_phone, AIDA)
    expect(aidas_phone.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
    steps.enter_code(aidas_phone, office.text_code_for(AIDA.mobile, after=texts))
    steps.enter_pin(aidas_phone, NEWER_PIN)
    steps.answer_question(aidas_phone)
    expect(aidas_phone.get_by_role("heading", name="Hola, Aida")).to_be_visible()
    aidas_phone.goto(link)
    expect(aidas_phone.get_by_text("Este enlace ya se usó")).to_be_visible()
    assert complaints(aidas_phone) == []


def test_without_a_mobile_money_stays_for_a_day(page: Page, borrowed: Page, office: Office) -> None:
    steps.register(page, office, SAUL)
    letters = len(office.mailbox.to(SAUL.email))
    open_link(borrowed, ask_for_link(borrowed, office, SAUL))
    choose(borrowed, NEW_PIN)
    expect(borrowed.get_by_text("no sale dinero hacia otras personas")).to_be_visible()
    borrowed.get_by_role("link", name="Ingresar").click()
    steps.identify(borrowed, SAUL)
    code = office.mailbox.code_for(SAUL.email, after=letters)
    steps.enter_code(borrowed, code)
    steps.enter_pin(borrowed, NEW_PIN)
    steps.answer_question(borrowed)
    expect(borrowed.get_by_role("heading", name="Hola, Saúl")).to_be_visible()
    expect(borrowed.get_by_text("no sale dinero hacia otras personas")).to_be_visible()
    steps.transfer(borrowed, SAUL.savings, SAUL.second_savings, "20.000")
    borrowed.get_by_role("button", name=re.compile("Transferir .*20.000")).click()
    expect(borrowed.get_by_role("heading", name="Transferencia hecha")).to_be_visible()


def test_a_number_that_is_nobodys_meets_the_same_page(page: Page, office: Office) -> None:
    page.goto("/clave/olvidada/")
    assert complaints(page) == []
    page.get_by_label("Número de identificación").fill("99.887.765")
    page.get_by_role("button", name="Aceptar").click()
    expect(page.get_by_text("Si los datos coinciden, te enviamos un enlace")).to_be_visible()
    assert complaints(page) == []
