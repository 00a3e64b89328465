"""The simulators: for anybody, by a link that can be shared, saying the same as `minga quote`."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from minga.doors.cli import main
from minga.doors.web.tests import visitors
from minga.kit import clock
from minga.loans.models import CollectionCost
from minga.loans.tests.offered import line
from minga.savings.models import ProductKind, TermRate
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


def text(response: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words).replace("\u00a0", " ")


def simulate(page: str, **asked: str) -> Any:
    return visitors.browser().get(reverse(page), asked)


def credit(**changes: str) -> Any:
    asked = {"linea": line().code, "valor": "5.000.000", "cuotas": "24", "metodo": "french"}
    return simulate("web:simulate_credit", **(asked | changes))


def test_the_public_home_leads_to_both() -> None:
    page = visitors.browser().get("/").content.decode()
    assert reverse("web:simulate_credit") in page
    assert reverse("web:simulate_term") in page


def test_says_instalment_cost_rate_and_plan(capsys: pytest.CaptureFixture[str]) -> None:
    page = text(credit())
    on = clock.business_date(clock.now())
    main.main([
        "quote", "loan", "--principal", "5000000", "--ea", "0.195", "--periods", "24",
        "--start", str(on), "--json",
    ])  # fmt: skip
    quoted = json.loads(capsys.readouterr().out)
    first = quoted["instalments"][0]
    instalment = f"{int(first['instalment']) + 4_000:,}".replace(",", ".")
    assert f"$ {instalment}" in page
    interest = f"{int(quoted['total_interest']):,}".replace(",", ".")
    assert f"Intereses $ {interest}" in page
    assert "19,5 % Efectiva anual (E.A.)" in page
    assert page.count("Ver el plan de pagos") == 1
    assert len(re.findall(r"\d+ \w{3} 20\d\d", page)) == 24


def test_a_long_first_period_is_not_shown_as_what_each_month_costs() -> None:
    lends = line(rate_ea=Decimal("0.24"), pay_days=[15], first_days_min=60)
    page = text(credit(linea=lends.code, dia="15", cuotas="60"))
    assert "Primera cuota $" in page
    assert "el capital no baja, porque su período es más largo" in page
    assert "Después de la primera, con seguro" in page
    assert "gracia" not in page.partition("Primera cuota $")[2]


def test_lets_choose_the_day_and_the_grace_that_a_line_allows() -> None:
    lends = line(pay_days=[5, 30], grace_max=3)
    page = text(credit(linea=lends.code, dia="30", gracia="2"))
    assert "Primeras 2 cuotas, de gracia" in page
    assert "Después de la gracia, con seguro" in page or "después de la gracia" in page
    assert "Costo total en tasa" in page
    dues = re.findall(r"(\d+) (\w{3}) 20\d\d", page)
    assert {day for day, month in dues if month != "feb"} == {"30"}
    first = simulate("web:simulate_credit", linea=lends.code).content.decode()
    assert "El 5 de cada mes" in first
    assert "¿Cuántas cuotas de gracia?" in first


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"dia": "7"}, "Elige un día."),
        ({"gracia": "4"}, "Puedes tener hasta 3 cuotas de gracia."),
        ({"gracia": "dos"}, "Escribe cuántas cuotas, por ejemplo 3"),
    ],
)
def test_explains_which_day_and_grace_a_line_allows(asked: dict[str, str], said: str) -> None:
    lends = line(pay_days=[5, 30], grace_max=3)
    answer = credit(linea=lends.code, **asked)
    assert answer.status_code == 422
    assert said in text(answer)


def test_explains_that_another_line_has_no_such_day_or_grace() -> None:
    line(pay_days=[5, 30], grace_max=3)
    plain = line()
    assert "Elige esa opción." in text(credit(linea=plain.code, dia="5"))
    assert "Deja este campo vacío." in text(credit(linea=plain.code, gracia="1"))


def test_asks_no_day_nor_grace_when_no_line_lets_choose() -> None:
    page = text(credit())
    assert "¿Qué día del mes" not in page
    assert "gracia" not in page


def test_says_what_collecting_would_cost_before_anybody_asks() -> None:
    lends = line()
    assert "días de mora" not in text(credit(linea=lends.code))
    with visitors.as_owner():
        CollectionCost.objects.create(
            days=30, name="Carta de cobro", amount=12_000, source="a test's own",
            valid_from=clock.business_date(clock.now()),
        )  # fmt: skip
    page = text(credit(linea=lends.code))
    assert "Si llegas a 30 días de mora $ 12.000 Carta de cobro" in page


def test_asks_nothing_until_it_is_asked_and_nothing_personal() -> None:
    page = visitors.browser().get(reverse("web:simulate_credit"))
    assert page.status_code == 200
    assert "Ver el plan de pagos" not in text(page)
    names = set(re.findall(r'name="(\w+)"', page.content.decode()))
    assert names - {"viewport"} <= {"linea", "valor", "cuotas", "metodo"}
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"valor": ""}, "Escribe cuánto necesitas."),
        ({"valor": "mucho"}, "Escribe el valor solo con números"),
        ({"valor": "0"}, "Escribe un valor mayor que cero."),
        ({"valor": "900.000,50"}, "sin centavos"),
        ({"valor": "100.000"}, "Esta línea presta desde $ 500.000 hasta $ 40.000.000."),
        ({"cuotas": "muchas"}, "Escribe en cuántas cuotas"),
        ({"cuotas": "600"}, "Esta línea se paga en 6 a 60 cuotas."),
        ({"metodo": "bullet"}, "Elige cómo quieres pagar."),
        ({"linea": "OTRA"}, "Elige una línea."),
    ],
)
def test_explains_what_it_does_not_take_and_keeps_the_rest(
    changes: dict[str, str], said: str
) -> None:
    answer = credit(**changes)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "<title>Error: " in answer.content.decode()
    kept = {"valor": "5.000.000", "cuotas": "24"} | changes
    for name in ("valor", "cuotas"):
        assert f'name="{name}" id="id_{name}" value="{kept[name]}"' in answer.content.decode()


def test_says_which_ways_a_line_takes_when_another_line_takes_more() -> None:
    line("Cosecha", methods=["bullet"])
    assert "Esta línea se paga así: cuota fija o abono fijo a capital" in text(
        credit(metodo="bullet")
    )


def test_without_lines_or_boards_it_says_so() -> None:
    assert "Por ahora no hay líneas de crédito" in text(simulate("web:simulate_credit"))
    assert "Por ahora no hay tasas de CDAT" in text(simulate("web:simulate_term"))


@pytest.fixture
def board(db: None) -> None:
    deposit = plan(ProductKind.TERM, opening_min=500_000, days_min=30)
    for days, rate in ((30, "0.075"), (90, "0.0875")):
        TermRate.objects.create(
            plan=deposit, valid_from=date(2020, 1, 1), amount_from=500_000, days_from=days,
            rate_ea=Decimal(rate),
        )  # fmt: skip


@pytest.mark.usefixtures("board")
def test_says_what_a_deposit_earns_and_shows_the_board() -> None:
    page = text(simulate("web:simulate_term", valor="10.000.000", dias="90"))
    assert "8,75 % Efectiva anual (E.A.)" in page
    assert "Intereses $ 208.985" in page
    assert "Retención en la fuente $ 8.359" in page
    assert "Recibes por intereses $ 200.626" in page
    assert "Desde 30 días o más 90 días o más $ 500.000 7,5 % 8,75 %" in page


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("valor", "dias", "said"),
    [
        ("10.000.000", "29", "Un CDAT dura 30 días o más."),
        ("499.999", "90", "Este CDAT se abre desde $ 500.000."),
        ("10.000.000", "99999", "Escribe menos días"),
        ("9.999.999.999.999.999", "36500", "Escribe un valor menor."),
        ("9.999.999.999.999.999", "90", "Escribe un valor menor."),
        ("", "90", "Escribe cuánto."),
        ("1", "", "Escribe cuántos días"),
    ],
)
def test_explains_what_a_deposit_does_not_take(valor: str, dias: str, said: str) -> None:
    answer = simulate("web:simulate_term", valor=valor, dias=dias)
    assert answer.status_code == 422
    assert said in text(answer)
