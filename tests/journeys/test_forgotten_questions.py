"""A member who forgot the security questions chooses new ones, and signs in again."""

from playwright.sync_api import Browser, Page, expect

from minga.access.questions import QUESTIONS
from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import ELVIA
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import complaints

NEW_ANSWERS = ("don Abelardo", "la Fonda vieja", "Toyota roja")


def test_a_code_opens_new_questions(page: Page, browser: Browser, office: Office) -> None:
    steps.register(page, office, ELVIA)
    other_phone = browser.new_context(base_url=office.url, viewport=PHONE, locale="es-CO")
    other = other_phone.new_page()
    other.goto("/ingreso/")
    other.get_by_role("link", name="¿Olvidaste tus preguntas?").click()

    other.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    other.get_by_label("Número de identificación").fill(ELVIA.document)
    expect(other.get_by_label("OTP")).to_be_checked()
    other.get_by_label("Los dos").check()
    assert complaints(other) == []
    texts, letters = len(office.texts.bodies), len(office.mailbox.to(ELVIA.email))
    other.get_by_role("button", name="Continuar").click()
    code = office.text_code_for(ELVIA.mobile, after=texts)
    assert office.mailbox.code_for(ELVIA.email, after=letters) == code
    assert complaints(other) == []
    steps.enter_code(other, code)
    expect(other.get_by_role("heading", name="Elige tus preguntas nuevas")).to_be_visible()
    for number, (question, answer) in enumerate(chosen(), 1):
        other.get_by_label(f"Pregunta de seguridad {number}").select_option(label=question)
        other.get_by_label(f"Respuesta {number}").fill(answer)
    assert complaints(other) == []
    other.get_by_role("button", name="Aceptar").click()
    expect(other.get_by_role("heading", name="Tus preguntas son nuevas")).to_be_visible()

    other.get_by_role("link", name="Ingresar").click()
    texts = len(office.texts.bodies)
    other.get_by_label("Usuario").fill(ELVIA.document)
    other.get_by_role("button", name="Continuar").click()
    steps.enter_code(other, office.text_code_for(ELVIA.mobile, after=texts))
    steps.enter_pin(other, ELVIA.pin)
    steps.answer_whichever(other, chosen())
    other.get_by_role("button", name="Ingresar").click()
    expect(other.get_by_role("heading", name="Hola, Elvia")).to_be_visible()
    other_phone.close()


def chosen() -> list[tuple[str, str]]:
    """Other questions than the ones of the registration, with their answers."""
    return list(zip(list(QUESTIONS.values())[-3:], NEW_ANSWERS, strict=True))
