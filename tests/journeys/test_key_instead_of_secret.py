"""Where the cooperative is strict: a member registers with a key, and never has a secret."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, expect

from tests.journeys import running_office, steps
from tests.journeys.people import Asociado
from tests.journeys.running_office import Mailbox, Office
from tests.journeys.test_accessibility import complaints, of_every_look
from tests.journeys.test_passkeys import KEYS, USE, Device, new_page

LUCIA = Asociado("43998877", "Lucía", "Arboleda Mejía", "lucia.arboleda@ejemplo.co")
SECRET = "tres cucharas azules y un tambor"
_STRICT = """
from minga.doors.cli.office import database_ready
with database_ready():
    from minga.kit.models import Parameter
    Parameter.objects.create(
        key="access.profile", valid_from="2020-01-02", value="1", source="journeys", confidence="P"
    )
"""


@pytest.fixture
def strict_office() -> Iterator[Office]:
    """An office of its own, strict from the first visit: the others read their profile once a
    minute and would be strict for whoever comes next."""
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=running_office.free_port())
    controller.start()
    with tempfile.TemporaryDirectory(prefix="minga-journey-") as folder:
        office = running_office.start(Path(folder), controller)
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-c", _STRICT],
                env=office.environment, capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            yield office
        finally:
            office.process.terminate()
            office.process.communicate(timeout=60)
            controller.stop()


def test_registers_with_a_key_comes_back_and_chooses_a_secret_with_it(
    browser: Browser, strict_office: Office
) -> None:
    office, said = strict_office, list[str]()
    office.import_rows("members", [LUCIA.member_row()])
    page, elsewhere = new_page(browser, office, said), new_page(browser, office, said)
    device = Device(page)
    prove_mailbox(page, office)
    assert complaints(page) == []
    page.get_by_role("link", name="Usar una llave de acceso").click()
    assert of_every_look(page, page.url) == {}
    device.verify(False)
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("No se creó la llave. Intenta otra vez.")).to_be_visible()
    device.verify(True)
    page.get_by_role("button", name="Crear llave").click()
    expect(page.get_by_text("Ingresa con la llave de acceso que acabas de crear.")).to_be_visible()

    steps.identify(page, LUCIA)
    expect(page.get_by_text("Te registraste con una llave de acceso, sin clave.")).to_be_visible()
    assert of_every_look(page, page.url) == {}
    page.get_by_role("button", name=USE).click()
    expect(page.get_by_role("heading", name="Hola, Lucía")).to_be_visible()

    second = Device(elsewhere)
    device.copy_to(second)
    elsewhere.goto("/ingreso/")
    elsewhere.get_by_role("button", name=USE).click()
    expect(elsewhere.get_by_role("heading", name="Hola, Lucía")).to_be_visible()

    elsewhere.goto(KEYS)
    elsewhere.get_by_role("link", name=re.compile("Quitar")).click()
    elsewhere.get_by_role("button", name="Quitar llave").click()
    expect(elsewhere.get_by_text("Es tu única forma de ingresar.")).to_be_visible()

    elsewhere.goto("/oficina/seguridad/")
    assert complaints(elsewhere) == []
    elsewhere.get_by_role("link", name="Crear una clave").click()
    assert of_every_look(elsewhere, elsewhere.url) == {}
    elsewhere.get_by_role("button", name="Usar mi llave de acceso").click()
    expect(elsewhere.get_by_role("heading", name="Crea una clave")).to_be_visible()
    elsewhere.get_by_label("Clave nueva").fill(SECRET)
    elsewhere.get_by_label("Confirma tu clave").fill(SECRET)
    elsewhere.get_by_role("button", name="Crear clave").click()
    expect(elsewhere.get_by_text("Cambiaste tu clave.")).to_be_visible()
    for one in (page, elsewhere):
        one.context.close()
    assert said == []


def prove_mailbox(page: Page, office: Office) -> None:
    letters = len(office.mailbox.to(LUCIA.email))
    page.goto("/registro/")
    page.get_by_label("Tipo de documento").select_option(label="Cédula de ciudadanía")
    page.get_by_label("Número de identificación").fill(LUCIA.document)
    page.get_by_label("Tipo de producto/relación").select_option(label="Correo electrónico")
    page.get_by_label("Correo electrónico", exact=True).fill(LUCIA.email)
    page.get_by_role("button", name="Aceptar").click()
    steps.enter_code(page, office.mailbox.code_for(LUCIA.email, after=letters))
    expect(page.get_by_role("heading", name="Crea tu clave")).to_be_visible()
