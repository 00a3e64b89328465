"""What is only read: legal values, closes of days, who works here; and what waits."""

from datetime import date, timedelta

import pytest

from minga.day_close.models import BusinessDay, DayStep
from minga.doors.cli.day import VALUE_WORDS
from minga.doors.office.close_words import figures_told
from minga.doors.office.tests.workers import Desk, text
from minga.doors.office.workings import FAMILIES
from minga.kit import clock
from minga.kit.models import Parameter
from minga.kit.parameter_queries import families
from minga.staff.models import Role

pytestmark = pytest.mark.django_db


def test_parameters_show_source_confidence_and_which_one_rules() -> None:
    desk = Desk(Role.ACCOUNTANT)
    Parameter.objects.create(
        key="gmf.rate", valid_from=date(2090, 1, 1), value="0.002", source="Ley futura",
        confidence="Ml",
    )  # fmt: skip
    page = text(desk.get("parameters", familia="gmf"))
    for words in ("gmf.rate Rige", "0.004", "0.002", "Ley futura", "confianza baja", "art. 872"):
        assert words in page
    assert page.count("gmf.rate Rige") == 1
    assert desk.get("parameters", familia="nada").status_code == 200


def test_every_family_of_values_has_a_name() -> None:
    assert set(families()) - FAMILIES.keys() == set()
    assert "Tasa de usura" in text(Desk(Role.ADMIN).get("parameters", familia="usury"))


@pytest.mark.parametrize(
    ("figure", "value", "told"),
    [
        ("CDAT.gross", "230705.245830", ("CDAT: interés bruto", "$ 230.705,24583")),
        ("CONSUMO.income", "3323.60", ("Consumo: a ingresos", "$ 3.323,60")),
        ("carry", "-0.5", ("Por redondear", "−$ 0,50")),
        ("posted", "1200.00", ("Contabilizado", "$ 1.200")),
        ("AHORRO_VISTA.accounts", "12345", ("Ahorro a la vista: cuentas", "12.345")),
        ("usury_cap_missing", "2026-11: consumo", ("Falta la usura de", "2026-11: consumo")),
        ("minimum", "missing", ("Mínimo irreducible", VALUE_WORDS["missing"])),
        ("something_new", "7", ("Something new", "7")),
    ],
)  # fmt: skip
def test_figures_of_a_close_are_told_as_people_write_them(
    figure: str, value: str, told: tuple[str, str]
) -> None:
    ((label, words),) = figures_told({figure: value, "loans": "0", "mora": "-0.00"})
    assert (label, words.replace("\u00a0", " ")) == told


def closed(day: date, *steps: str) -> None:
    row = BusinessDay.objects.create(date=day, begun_at=clock.now(), closed_at=clock.now())
    for one in steps:
        DayStep.objects.create(
            day=row,
            step=one,
            done_at=clock.now(),
            figures={"accounts": "12", "gross": "3.50", "carry": "0.00"},
        )


def test_closes_are_listed_page_by_page_with_their_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.doors.office.workings.PAGE_SIZE", 2)
    desk = Desk(Role.ADMIN)
    assert "Aún no se ha cerrado" in text(desk.get("closes"))
    first = date(2030, 5, 1)
    for n in range(3):
        closed(first + timedelta(days=n), "savings.interest")
    page = desk.get("closes")
    assert "3 de mayo de 2030" in text(page)
    assert "1 de mayo de 2030" not in text(page)
    rest = desk.client.get("/gestion/cierres/" + page.context["next_url"])
    assert "1 de mayo de 2030" in text(rest)
    day = text(desk.get("day_close", 2030, 5, 2))
    for words in ("Intereses de ahorros", "Cuentas 12", "Interés bruto $ 3,50"):
        assert words in day
    assert "redondear" not in day
    assert desk.get("day_close", 2030, 5, 9).status_code == 404
    assert desk.get("day_close", 2030, 15, 9).status_code == 404
    assert desk.get("closes", antes="ayer").status_code == 200


def test_employees_are_listed_with_what_they_may() -> None:
    desk, other = Desk(Role.ADMIN, name="Sandra Tabares"), Desk(Role.AUDITOR, name="Nelson Ríos")
    page = text(desk.get("employees"))
    for words in ("Sandra Tabares", "Nelson Ríos", "Administrador", "Con llave"):
        assert words in page
    assert other.get("employees").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_each_sees_a_home_with_links_to_their_own_pages_only(role: Role) -> None:
    desk = Desk(role)
    page = desk.get("home").content.decode()
    sections = {
        "/gestion/cuentas/": "account_requests", "/gestion/solicitudes/": "loan_requests",
        "/gestion/libros/": "books",
        "/gestion/cartera/": "bad_loans", "/gestion/cierres/": "closes",
        "/gestion/parametros/": "parameters", "/gestion/empleados/": "employees",
    }  # fmt: skip
    for address, name in sections.items():
        assert (f'href="{address}' in page) == (desk.get(name).status_code == 200), name
