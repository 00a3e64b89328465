"""The leaflet from its first page: a member of the imported files gets in and moves money."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.people import ROSA
from tests.journeys.running_office import Office

BALANCE = "3.840.259,50"  # what Rosa's movements add up to


def test_a_member_registers_signs_in_sees_the_files_balances_and_moves_money(
    page: Page, office: Office
) -> None:
    steps.register(page, office, ROSA)
    steps.sign_in(page, ROSA)
    expect(page.get_by_text(BALANCE).first).to_be_visible()

    page.get_by_role("link", name="Saldos y movimientos").click()
    expect(page.get_by_role("heading", name="Saldos y movimientos")).to_be_visible()
    page.get_by_role("link", name=re.compile(ROSA.savings[-4:])).first.click()
    expect(page.get_by_text("Servicios públicos")).to_be_visible()
    expect(page.get_by_text("Salida").first).to_be_visible()
    page.get_by_label("Mes").select_option(label="septiembre de 2026")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.get_by_text("Mercado La Placita")).to_be_visible()
    expect(page.get_by_text("Nómina octubre")).to_have_count(0)

    steps.transfer(page, ROSA.savings, ROSA.second_savings, "150.000")
    expect(page.get_by_role("heading", name="Revisa antes de transferir")).to_be_visible()
    expect(page.get_by_text("3.690.259,50")).to_be_visible()
    page.get_by_role("button", name=re.compile("Transferir .*150.000")).click()
    expect(page.get_by_role("heading", name="Transferencia hecha")).to_be_visible()
    expect(page.get_by_text(re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}"))).to_be_visible()

    page.reload()
    page.go_back()
    expect(page.get_by_role("heading", name="Transferencia hecha")).to_be_visible()
    page.goto("/oficina/productos/")
    expect(page.get_by_text("3.690.259,50")).to_be_visible()
    expect(page.get_by_text("150.000", exact=False).first).to_be_visible()

    checked = office.minga("books", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
