"""Every page, in both themes, on a phone and on a desk: axe finds nothing, nothing overflows."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys import steps
from tests.journeys.people import DORA
from tests.journeys.running_office import Office

# WCAG 2.2 up to AA, text at 7:1 and targets besides.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
PUBLIC = (
    "/", "/ingreso/", "/registro/", "/no-existe/",
    "/clave/olvidada/", "/clave/enlace/", "/clave/enlace/otro/", "/preguntas/olvidadas/",
    "/preguntas/listas/",
)  # fmt: skip
PRIVATE = ("/oficina/", "/oficina/productos/", "/oficina/transferir/")
WIDTHS: tuple[ViewportSize, ...] = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})


@pytest.fixture(scope="module")
def dora(browser: Browser, office: Office) -> Iterator[Page]:
    context = browser.new_context(base_url=office.url)
    page = context.new_page()
    steps.register(page, office, DORA)
    steps.sign_in(page, DORA)
    yield page
    context.close()


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found] + (
        [f"{overflow} px too wide"] if overflow > 0 else []
    )


def of_every_look(page: Page, address: str) -> dict[str, list[str]]:
    """What is wrong with a page, by look; empty when nothing is."""
    wrong = {}
    for size in WIDTHS:
        page.set_viewport_size(size)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.goto(address)
            if found := complaints(page):
                wrong[f"{address} {theme} {size['width']}"] = found
    return wrong


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_have_no_violations(page: Page, address: str) -> None:
    assert of_every_look(page, address) == {}


def test_private_pages_have_no_violations(dora: Page) -> None:
    dora.goto("/oficina/productos/")
    movements = dora.get_by_role("link", name=re.compile(DORA.savings[-4:])).get_attribute("href")
    steps.transfer(dora, DORA.savings, DORA.second_savings, "1.000")
    review = dora.url
    assert movements is not None
    pages = (*PRIVATE, movements, review)
    found = [of_every_look(dora, address) for address in pages]
    assert [one for one in found if one] == []


def test_a_violation_is_found(page: Page) -> None:
    page.goto("/ingreso/")
    page.evaluate("document.querySelector('label[for=id_usuario]').remove()")
    assert any(one.startswith("label") for one in complaints(page))
