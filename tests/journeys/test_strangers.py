"""A stranger uses up somebody's codes; a minute later that member comes with a new phone."""

import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.people import Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import complaints, of_every_look

ELISA = Asociado("43210987", "Elisa", "Vanegas Ochoa", "elisa.vanegas@ejemplo.co")
# Three codes of this very hour, asked for a while ago: nobody waits for the minute between two.
_STRANGER = """
import sys
from datetime import timedelta
from minga.doors.cli.office import database_ready
with database_ready():
    from minga.access.identify import identify
    from minga.access.visitor import Visitor
    from minga.kit import clock
    for nth, minutes in enumerate((40, 30, 20)):
        identify(
            number=sys.argv[1], browser_token="", flow_token="", next_path="",
            by=Visitor(f"203.0.113.{nth + 1}"), at=clock.now() - timedelta(minutes=minutes),
        )
"""


def test_a_member_whose_codes_a_stranger_used_up_gets_in_by_the_link(
    page: Page, office: Office
) -> None:
    office.import_rows("members", [ELISA.member_row()])
    steps.register(page, office, ELISA)
    page.context.clear_cookies()  # a phone nobody knows
    done = subprocess.run(
        [sys.executable, "-P", "-c", _STRANGER, ELISA.document],
        env=office.environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr

    letters = len(office.mailbox.to(ELISA.email))
    steps.identify(page, ELISA)
    expect(page.get_by_role("heading", name="Verifica este equipo")).to_be_visible()
    expect(page.get_by_text("ábrelo en este equipo")).to_be_visible()
    assert complaints(page) == []
    link = office.mailbox.link_for(ELISA.email, "/entrar/", after=letters)
    assert of_every_look(page, link) == {}
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text(ELISA.phrase)).to_be_visible()
    steps.enter_pin(page, ELISA.pin)
    steps.answer_question(page)
    expect(page.get_by_role("heading", name="Hola, Elisa")).to_be_visible()

    page.get_by_role("button", name="Salir").click()
    page.goto(link)
    expect(page.get_by_text("Este enlace ya se usó.")).to_be_visible()
    assert complaints(page) == []
