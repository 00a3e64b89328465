"""A visitor of the demo: a transfer as a member, and one click later the same in the books."""

import json
import re
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, expect

from minga.doors.cli.demo.employees import STAFF
from tests.journeys import running_office, steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import INES
from tests.journeys.running_office import Mailbox, Office
from tests.journeys.test_accessibility import of_every_look


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A demo with one member of the cast instead of its three hundred."""
    home = tmp_path_factory.mktemp("demo")
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=running_office.free_port())
    controller.start()
    first = running_office.start(home, controller)
    first.import_rows("members", [INES.member_row()])
    first.import_rows("products", INES.product_rows())
    first.import_rows("movements", INES.movement_rows())
    stop(first)
    (home / "demo").write_text("embedded")
    (home / "demo-members.json").write_text(json.dumps([]))
    running = running_office.start(home, controller)
    yield running
    told = stop(running)
    controller.stop()
    assert f"{running.url}/demo/oficina/" in told
    assert all(name in told for *_, name, _ in STAFF)


def stop(office: Office) -> str:
    """In order; what it said."""
    office.process.terminate()
    told, _ = office.process.communicate(timeout=60)
    return told


def test_a_visitor_finds_their_own_transfer_in_the_books(browser: Browser, demo: Office) -> None:
    context = browser.new_context(base_url=demo.url, viewport=PHONE, locale="es-CO")
    page = context.new_page()
    steps.register(page, demo, INES)
    steps.sign_in(page, INES)
    steps.transfer(page, INES.savings, INES.second_savings, "90.000")
    page.get_by_role("button", name=re.compile("^Transferir")).click()
    reference = page.locator(".receipt .code").inner_text()

    assert of_every_look(page, "/demo/oficina/") == {}
    page.set_viewport_size(PHONE)
    page.goto("/gestion/")  # not yet
    page.get_by_role("link", name="Entrar a la demostración con un clic").click()
    page.get_by_role("button", name="Gloria Patricia").click()
    page.get_by_role("textbox", name="Comprobante").fill(reference)
    page.get_by_role("button", name="Buscar").click()
    expect(page.get_by_text(reference)).to_be_visible()
    expect(page.get_by_text("$ 90.000").first).to_be_visible()
    page.goto("/oficina/")  # and the member's own office is still open beside it
    expect(page.get_by_role("heading", name="Hola, Inés")).to_be_visible()
    context.close()
