"""Plans and the board from files: added once, never changed, every bad cell told."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.savings.import_plans import BOARD_COLUMNS, COLUMNS, import_board, import_plans
from minga.savings.models import PlanTerms, ProductKind, SavingsPlan, TermRate
from minga.savings.plans_in_force import plans_in_force

pytestmark = pytest.mark.django_db
VISTA = {
    "codigo": "VISTA-T", "producto": "AHORRO_VISTA", "nombre": "Ahorro diario",
    "desde": "2026-01-01", "tasa_ea_pct": "1,5", "tasa_retiro_ea_pct": "", "base_dias": "",
    "saldo_minimo": "50000", "apertura_minima": "", "cuota_minima": "", "dias_minimos": "",
    "dias_inactividad": "180", "dias_retracto": "", "fuente": "Acta 12 de 2025",
}  # fmt: skip
CDAT = VISTA | {"codigo": "CDAT-T", "producto": "CDAT", "tasa_retiro_ea_pct": "2"}
CELL = {"codigo": "CDAT-T", "desde": "2026-01-01", "monto_desde": "500000", "dias_desde": "90",
        "tasa_ea_pct": "9.25"}  # fmt: skip


def plans(folder: Path, *rows: dict[str, str], **options: object) -> Brought:
    path = folder / "plans.csv"
    path.write_text(csv_text(COLUMNS, rows), encoding="utf-8")
    return bring(import_plans, path, **options)


def board(folder: Path, *rows: dict[str, str]) -> Brought:
    path = folder / "board.csv"
    path.write_text(csv_text(BOARD_COLUMNS, rows), encoding="utf-8")
    return bring(import_board, path)


def test_adds_plans_and_their_terms_once(tmp_path: Path) -> None:
    later = VISTA | {"desde": "2026-07-01", "tasa_ea_pct": "2"}
    assert plans(tmp_path, VISTA, later).counts == (2, 0, 0, True)
    assert plans(tmp_path, VISTA, later).counts == (0, 2, 0, True)
    terms = PlanTerms.objects.filter(plan__code="VISTA-T").order_by("valid_from")
    assert [(one.valid_from, one.rate_ea) for one in terms] == [
        (date(2026, 1, 1), Decimal("0.015")),
        (date(2026, 7, 1), Decimal("0.02")),
    ]
    assert terms[0].day_base == 365
    assert terms[0].balance_min == 50_000


def test_a_plan_is_in_force_from_its_first_terms_wherever_they_stand(tmp_path: Path) -> None:
    later = VISTA | {"desde": "2026-07-01"}
    plans(tmp_path, later, VISTA)
    made = SavingsPlan.objects.get(code="VISTA-T")
    assert made.offered_from == date(2026, 1, 1)
    in_force = dict(plans_in_force(ProductKind.SIGHT, date(2026, 3, 1)))
    assert in_force[made.id].valid_from == date(2026, 1, 1)


@pytest.mark.parametrize("kind", ["AHORRO_VISTA", "AHORRO_CONTRACTUAL", "AHORRO_PERMANENTE"])
def test_savings_are_not_counted_in_years_of_360(tmp_path: Path, kind: str) -> None:
    row = VISTA | {"codigo": "OTRO-T", "producto": kind, "base_dias": "360"}
    assert plans(tmp_path, row).places == [(2, "base_dias")]
    assert plans(tmp_path, CDAT | {"base_dias": "360"}).counts == (1, 0, 0, True)


def test_never_changes_what_was_in_force(tmp_path: Path) -> None:
    plans(tmp_path, VISTA)
    other = plans(tmp_path, VISTA | {"tasa_ea_pct": "9"})
    assert other.counts == (0, 0, 1, False)
    assert PlanTerms.objects.get(plan__code="VISTA-T").rate_ea == Decimal("0.015")
    assert plans(tmp_path, VISTA | {"producto": "CDAT"}).places == [(2, "producto")]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert plans(tmp_path, VISTA, dry_run=True).counts == (1, 0, 0, False)
    assert not SavingsPlan.objects.filter(code="VISTA-T").exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("codigo", ""), ("codigo", "CON ESPACIO"), ("producto", "ACCIONES"), ("nombre", "A"),
        ("desde", "1/1/2026"), ("tasa_ea_pct", ""), ("tasa_ea_pct", "-1"), ("tasa_ea_pct", "150"),
        ("tasa_retiro_ea_pct", "dos"), ("base_dias", "364"), ("saldo_minimo", "1.000"),
        ("dias_minimos", "-3"), ("dias_inactividad", "99999"), ("fuente", ""),
    ],
)  # fmt: skip
def test_refuses_a_bad_cell(tmp_path: Path, column: str, value: str) -> None:
    assert plans(tmp_path, VISTA | {column: value}).places == [(2, column)]


def test_fills_the_board_of_a_cdat_plan_once(tmp_path: Path) -> None:
    plans(tmp_path, CDAT)
    longer = CELL | {"dias_desde": "180", "tasa_ea_pct": "9,75"}
    assert board(tmp_path, CELL, longer).counts == (2, 0, 0, True)
    assert board(tmp_path, CELL, longer).counts == (0, 2, 0, True)
    assert TermRate.objects.get(days_from=180).rate_ea == Decimal("0.0975")
    assert board(tmp_path, CELL | {"tasa_ea_pct": "1"}).places == [(2, "desde")]


def test_the_board_wants_a_plan_of_cdat(tmp_path: Path) -> None:
    plans(tmp_path, VISTA)
    assert board(tmp_path, CELL | {"codigo": "VISTA-T"}).places == [(2, "codigo")]
