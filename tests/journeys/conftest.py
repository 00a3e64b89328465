"""One running office for all journeys, with the cast's files imported; one browser.

Both end with the package, not with the session: Playwright's event loop runs in the tests' own
thread for as long as it lives, and Django refuses its database to whatever comes after it there.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

from minga.doors.cli import chromium
from minga.doors.cli.demo import offer
from minga.integrations.tests.servers import sms_gateway
from minga.kit import clock
from tests.journeys import running_office
from tests.journeys.people import CAST
from tests.journeys.running_office import Mailbox, Office

PHONE: ViewportSize = {"width": 360, "height": 740}
CLOSE_DAYS = ("test_credit.py", "test_lives_of_products.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that close days come last, where one office serves them all."""
    items.sort(key=lambda item: (_is_journey(item), item.path.name in CLOSE_DAYS))
    for item in items:
        if _is_journey(item):
            item.add_marker(pytest.mark.browser)


def _is_journey(item: pytest.Item) -> bool:
    return "journeys" in item.path.parts


@pytest.fixture(scope="package")
def office() -> Iterator[Office]:
    """`minga up` on an empty home; members, products and movements imported while it runs."""
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=running_office.free_port())
    controller.start()
    with (
        sms_gateway() as texts,
        tempfile.TemporaryDirectory(prefix="minga-journey-") as folder,
    ):
        running = running_office.start(Path(folder), controller, texts)
        try:
            running.let_everybody_come_from_one_address()
            running.certify_usury(clock.business_date(clock.now()))
            running.import_rows("members", [one.member_row() for one in CAST])
            running.import_rows("products", [row for one in CAST for row in one.product_rows()])
            running.import_rows("movements", [row for one in CAST for row in one.movement_rows()])
            yield running
        finally:
            running.process.terminate()
            running.process.communicate(timeout=60)
            controller.stop()
    assert running.process.returncode == 0


@pytest.fixture(scope="package")
def lending(office: Office) -> Office:
    """An office with plans of savings, CDAT and lines of credit."""
    from minga.loans import import_lines  # models, which Django is not ready for until tests run
    from minga.savings import import_plans

    def rows(columns: Sequence[str], told: Sequence[Sequence[object]]) -> list[dict[str, str]]:
        return [dict(zip(columns, map(str, one), strict=True)) for one in told]

    office.import_rows("plans", rows(import_plans.COLUMNS, offer.PLANS))
    office.import_rows("board", rows(import_plans.BOARD_COLUMNS, offer.BOARD))
    office.import_rows("lines", rows(import_lines.COLUMNS, offer.LINES))
    return office


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()  # it is gone: what follows may use the database again


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium.executable()
    assert path is not None
    launched = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
    yield launched
    launched.close()


@pytest.fixture
def context(browser: Browser, office: Office) -> Iterator[BrowserContext]:
    """A phone of 360 px that nobody has used before."""
    opened = browser.new_context(base_url=office.url, viewport=PHONE, locale="es-CO")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not report anything on its console (a blocked script or style would)."""
    opened = context.new_page()
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def failed(error: Error) -> None:
        complaints.append(str(error))

    opened.on("console", said)
    opened.on("pageerror", failed)
    yield opened
    assert [one for one in complaints if "status of 4" not in one] == []
