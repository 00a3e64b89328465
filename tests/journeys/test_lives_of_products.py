"""A CDAT, a credit and a goal over the days of their lives, on a phone; and their accounting.

They begin today, with codes that arrive; then the office lives ahead, each day closed by its own
command, and every other journey has been made before.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from minga.kit import clock
from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.people import EFREN, LUCILA, MIRIAM, Asociado
from tests.journeys.running_office import Office
from tests.journeys.test_accessibility import of_every_look
from tests.journeys.test_credit_request import decide, fill, send, sign, simulate

TODAY = clock.business_date(clock.now())
MONTHS = (32, 63)  # days after which one, and two, instalments are due


@dataclass
class Begun:
    """Each person's page, where their product is, and its number in the books."""

    page: Page
    address: str
    number: str


def phone_of(browser: Browser, office: Office, who: Asociado) -> Page:
    page = browser.new_context(base_url=office.url, viewport=PHONE, locale="es-CO").new_page()
    steps.register(page, office, who)
    steps.sign_in(page, who)
    return page


def number_on(page: Page) -> str:
    found = re.search(r"(CDAT|CRE)-\d{8}", page.locator("h1").inner_text())
    assert found is not None
    return found[0]


def open_cdat(page: Page, office: Office) -> Begun:
    """From «Solicitar productos» to its page, out of savings."""
    page.goto("/oficina/solicitar/")
    page.get_by_role("link", name=re.compile("CDAT")).click()
    page.get_by_role("group", name="¿De qué cuenta sale?").get_by_label(LUCILA.savings[-4:]).check()
    page.get_by_label("¿Cuánto?").fill("1.000.000")
    page.get_by_label("¿A cuántos días?").fill("30")
    page.get_by_label("Al vencimiento").check()
    page.get_by_label("Pagar todo en mi cuenta").check()
    page.get_by_role("button", name="Calcular").click()
    page.get_by_role("link", name="Abrir este CDAT").click()
    steps.approve(page, office, LUCILA, "^Abrir CDAT por")
    expect(page.get_by_text("Tu CDAT está abierto")).to_be_visible()
    return Begun(page, page.url.partition("?")[0], number_on(page))


def borrow(page: Page, office: Office) -> Begun:
    """From the public simulator to the money in the account."""
    simulate(page)
    page.get_by_role("link", name="Solicitar este crédito").click()
    page.get_by_role("button", name="Guardar y continuar").click()
    request = page.url
    fill(page)
    decide(office, send(page))
    page.goto(request)
    sign(page, office, EFREN)
    note = downloaded(page, "Pagaré (PDF)")
    assert "Efrén Guisao Usuga" in note
    assert "Firma electrónica" in note
    page.get_by_role("link", name="Ver mi crédito").click()
    return Begun(page, page.url, number_on(page))


def begin_goal(page: Page, office: Office) -> Begun:
    """A goal whose first quota is due in ten days, out of an account that is exempt from today."""
    page.goto("/oficina/metas/")
    page.get_by_label("¿Para qué ahorras?").fill("Matrícula de Sofía")
    page.get_by_label("¿Cuánto quieres reunir?").fill("600.000")
    page.get_by_label("¿De cuánto será cada cuota?").fill("100.000")
    page.get_by_label("¿Qué día es la primera cuota?").fill(str(TODAY + timedelta(days=10)))
    page.get_by_label("¿Durante cuántos meses?").fill("6")
    page.get_by_role("group", name="¿De qué cuenta sale la cuota?").get_by_label(
        MIRIAM.savings[-4:]
    ).check()
    page.get_by_role("button", name="Continuar").click()
    steps.approve(page, office, MIRIAM, "^Crear mi meta")
    expect(page.get_by_role("heading", name="Matrícula de Sofía")).to_be_visible()
    begun = Begun(page, page.url.partition("?")[0], "")
    page.goto("/oficina/productos/")
    page.get_by_role("link", name=re.compile(MIRIAM.savings[-4:])).click()
    page.get_by_role("link", name="Marcar como exenta del 4x1000").click()
    assert of_every_look(page, page.url) == {}
    page.set_viewport_size(PHONE)
    page.get_by_role("checkbox").check()
    steps.approve(page, office, MIRIAM, "^Marcar como exenta")
    expect(page.get_by_text("quedó marcada como exenta")).to_be_visible()
    return begun


def downloaded(page: Page, name: str) -> str:
    """The words of the paper behind a link."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    path = Path(waiting.value.path())
    return "\n".join(one.extract_text() for one in PdfReader(path).pages)


@dataclass
class Lives:
    """An office whose products live on, in order: each test goes further ahead."""

    office: Office
    cdat: Begun
    credit: Begun
    goal: Begun

    def ahead(self, days: int, page: Page, who: Asociado) -> None:
        """It is that many days later, and the member is inside again."""
        file = self.office.home / "days_ahead"
        if not file.exists() or int(file.read_text()) < days:
            self.office.live_ahead(days)
        steps.sign_in(page, who)

    def lines(self) -> list[dict[str, str]]:
        """The daily book of all these days."""
        until = TODAY + timedelta(days=MONTHS[-1] + 1)
        told = self.office.minga(
            "books", "journal", "--date", str(TODAY), "--to", str(until), "--csv"
        )
        assert told.returncode == 0, told.stderr
        return list(csv.DictReader(io.StringIO(told.stdout)))

    def prove(self, *references: str) -> dict[str, Decimal]:
        """That each entry with those references balances, the books hold and the products add up
        to them; what these entries left in each account (debits less credits)."""
        entries: dict[str, Decimal] = defaultdict(Decimal)
        accounts: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines():
            if line["referencia"] in references:
                amount = Decimal(line["debito"]) - Decimal(line["credito"])
                entries[line["asiento"]] += amount
                accounts[line["codigo"]] += amount
        assert entries
        assert not any(entries.values())
        for words in (("books", "check"), ("books", "subledger")):
            checked = self.office.minga(*words)
            assert checked.returncode == 0, checked.stdout + checked.stderr
        return accounts


@pytest.fixture(scope="module")
def lives(browser: Browser, lending: Office) -> Iterator[Lives]:
    lending.know_next_years_values(TODAY.year)
    lending.live_ahead(0)
    assert lending.minga("day", "close").returncode == 0  # from here on, day after day
    pages = [phone_of(browser, lending, who) for who in (LUCILA, EFREN, MIRIAM)]
    begun = Lives(
        lending,
        open_cdat(pages[0], lending),
        borrow(pages[1], lending),
        begin_goal(pages[2], lending),
    )
    yield begun
    lending.live_ahead(0)
    for page in pages:
        page.context.close()


def test_a_cdat_from_savings_to_its_maturity(lives: Lives) -> None:
    page, address = lives.cdat.page, lives.cdat.address
    assert of_every_look(page, address) == {}
    page.set_viewport_size(PHONE)
    title = downloaded(page, "Certificado (PDF)")
    assert "Lucila Bedoya Serna" in title
    code = re.search(r"Código: ([0-9A-Z-]{23})", title)
    assert code is not None
    page.goto("/")
    page.get_by_role("link", name=re.compile("Verificar un documento")).click()
    assert of_every_look(page, page.url) == {}
    page.set_viewport_size(PHONE)
    page.get_by_label("Código del documento").fill(code[1].lower())
    page.get_by_role("button", name="Verificar").click()
    expect(page.get_by_text("Está vigente")).to_be_visible()
    expect(page.get_by_text("Bedoya")).to_have_count(0)
    verified = page.url
    assert of_every_look(page, verified) == {}
    page.set_viewport_size(PHONE)

    lives.ahead(MONTHS[0], page, LUCILA)
    page.goto(address)
    expect(page.get_by_text("Venció y se pagó")).to_be_visible()
    page.goto(verified)
    expect(page.get_by_text("Ya no está vigente")).to_be_visible()
    page.goto("/oficina/productos/")
    page.get_by_role("link", name=re.compile(LUCILA.savings[-4:])).click()
    expect(page.get_by_text("Tu CDAT venció y se pagó").first).to_be_visible()
    left = lives.prove(lives.cdat.number)
    # Its account is empty again; its interest came out of what was set aside.
    assert left["2110"] == 0
    assert left["2405"] == -left["2105"] - left["2445"] - left["2435"] == Decimal("5962.00")
    assert left["2445"] == Decimal("-238.00")


def test_a_goal_is_collected_from_an_exempt_account_in_the_same_months(
    lives: Lives,
) -> None:
    page, address = lives.goal.page, lives.goal.address
    lives.ahead(MONTHS[0], page, MIRIAM)
    page.goto(address)
    expect(page.get_by_text("Pasó a tu meta")).to_be_visible()
    assert of_every_look(page, address) == {}
    assert of_every_look(page, "/oficina/metas/") == {}
    page.set_viewport_size(PHONE)

    page.goto("/oficina/productos/")
    page.get_by_role("link", name=re.compile(MIRIAM.savings[-4:])).click()
    page.get_by_role("link", name="Exenta del 4x1000").click()
    expect(page.get_by_text("Te queda este mes")).to_be_visible()
    assert of_every_look(page, page.url) == {}
    page.set_viewport_size(PHONE)
    assert of_every_look(page, "/oficina/aportes/certificado/") == {}
    page.set_viewport_size(PHONE)
    page.goto("/oficina/aportes/certificado/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar PDF").click()
    [certificate] = PdfReader(Path(waiting.value.path())).pages
    assert "Miriam Tabares Oquendo" in certificate.extract_text()


def pay(page: Page, address: str, what: str) -> str:
    """Pays and answers the reference of the receipt."""
    page.goto(address)
    page.get_by_role("link", name="Pagar", exact=True).click()
    page.get_by_label(what).check()
    page.get_by_role("group", name="¿De qué cuenta sale?").get_by_label(EFREN.savings[-4:]).check()
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name=re.compile("^Pagar")).click()
    expect(page.get_by_role("heading", name="Pago hecho")).to_be_visible()
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def test_a_credit_from_its_money_to_the_last_peso(lives: Lives) -> None:
    page, address = lives.credit.page, lives.credit.address
    receipts = []
    for month, days in enumerate(MONTHS, 1):
        lives.ahead(days, page, EFREN)
        receipts.append(pay(page, address, "La cuota o lo que está vencido"))
        page.goto(address)
        expect(page.get_by_text(f"Cuotas pagadas: {month} de 18")).to_be_visible()
    assert "Pagada" in downloaded(page, "Plan de pagos (PDF)")
    receipts.append(pay(page, address, "Pagar todo el crédito"))
    page.goto(address)
    expect(page.get_by_text("a paz y salvo")).to_be_visible()
    assert "a paz y salvo por este crédito" in downloaded(page, "Paz y salvo (PDF)")
    left = lives.prove(lives.credit.number, *receipts)
    capital = {code: net for code, net in left.items() if code.startswith("1442")}
    assert capital
    assert sum(capital.values()) == 0
