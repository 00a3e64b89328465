"""What a member does, in the words of the leaflet."""

import re
from collections.abc import Iterable

from playwright.sync_api import Page, expect

from minga.access.questions import QUESTIONS
from tests.journeys.people import Asociado
from tests.journeys.running_office import Office

ANSWERS = (("mazorca tierna"), ("río claro"), ("doña Berta"))


def register(page: Page, office: Office, who: Asociado) -> None:
    """«¿Eres un usuario nuevo? Regístrate aquí» to the end."""
    letters = len(office.mailbox.to(who.email))
    page.goto("/")
    page.get_by_role("link", name="¿Eres un usuario nuevo? Regístrate aquí").first.click()
    page.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    page.get_by_label("Número de identificación").fill(who.document)
    page.get_by_label("Tipo de producto/relación").select_option(label="Correo electrónico")
    page.get_by_label("Correo electrónico", exact=True).fill(who.email)
    page.get_by_role("button", name="Aceptar").click()
    page.get_by_label("Código de verificación").fill(
        office.mailbox.code_for(who.email, after=letters)
    )
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Clave numérica").fill(who.pin)
    page.get_by_label("Confirma tu clave").fill(who.pin)
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Frase de seguridad").fill(who.phrase)
    for number, answer in enumerate(ANSWERS, 1):
        page.get_by_label(f"Pregunta de seguridad {number}").select_option(index=number)
        page.get_by_label(f"Respuesta {number}").fill(answer)
    page.locator("input[name=imagen]").nth(2).check()
    page.get_by_role("button", name="Aceptar").click()
    expect(page.get_by_text("Ya puedes ingresar al Portal y a la APP")).to_be_visible()


def identify(page: Page, who: Asociado) -> None:
    """«Portal Transaccional», «Usuario»."""
    page.goto("/")
    page.get_by_role("link", name="Portal Transaccional").first.click()
    page.get_by_label("Usuario").fill(who.document)
    page.get_by_role("button", name="Continuar").click()


def enter_pin(page: Page, pin: str) -> None:
    """«Clave», «Ingresar»."""
    page.get_by_label("Clave", exact=True).fill(pin)
    page.get_by_role("button", name="Ingresar").click()


def enter_code(page: Page, code: str) -> None:
    """«Código de verificación», «Continuar»."""
    page.get_by_label("Código de verificación").fill(code)
    page.get_by_role("button", name="Continuar").click()


def answer_whichever(page: Page, known: Iterable[tuple[str, str]]) -> None:
    """Fills in the answer of whichever question is asked."""
    expect(page.get_by_role("heading", name="Responde tu pregunta de seguridad")).to_be_visible()
    expect(page.get_by_role("button", name="Ingresar")).to_be_visible()  # the page is whole
    for question, answer in known:
        if page.get_by_label(question).count():
            page.get_by_label(question).fill(answer)


def answer_question(page: Page, *, remember: bool = True) -> None:
    """The security question of a browser nobody enrolled, «Recordar este equipo», «Ingresar»."""
    answer_whichever(page, zip(QUESTIONS.values(), ANSWERS, strict=False))
    page.get_by_label("Recordar este equipo").set_checked(remember)
    page.get_by_role("button", name="Ingresar").click()


def sign_in(page: Page, who: Asociado) -> None:
    """On a browser that is known: image and phrase, then the PIN."""
    identify(page, who)
    expect(page.get_by_text(who.phrase)).to_be_visible()
    enter_pin(page, who.pin)
    expect(page.get_by_role("heading", name=f"Hola, {who.name.split()[0]}")).to_be_visible()


def approve(page: Page, office: Office, who: Asociado, button: str) -> None:
    """A button whose act wants PIN and code, pressed until it is done."""
    letters = len(office.mailbox.to(who.email))
    page.get_by_role("button", name=re.compile(button)).click()
    page.get_by_label("Clave", exact=True).fill(who.pin)
    page.get_by_role("button", name="Enviar código").click()
    page.get_by_label("Código de verificación").fill(
        office.mailbox.code_for(who.email, after=letters)
    )
    page.get_by_role("button", name="Aprobar", exact=True).click()
    page.get_by_role("button", name=re.compile(button)).click()


def transfer(page: Page, source: str, target: str, amount: str) -> None:
    """Fills in a transfer up to its review; accounts by their last four digits."""
    page.goto("/oficina/transferir/")
    page.get_by_role("group", name="¿De qué cuenta sale?").get_by_label(source[-4:]).check()
    page.get_by_role("group", name="¿A qué cuenta llega?").get_by_label(target[-4:]).check()
    page.get_by_label("¿Cuánto?").fill(amount)
    page.get_by_role("button", name="Continuar").click()
