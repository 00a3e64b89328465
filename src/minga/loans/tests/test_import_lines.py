"""Lines of credit from a file: added once, never changed, compared with usury."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit.models import Parameter
from minga.kit.money import ZERO
from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.ledger.queries import balances
from minga.loans.import_lines import COLUMNS, import_lines
from minga.loans.models import LineTerms, LoanLine

pytestmark = pytest.mark.django_db
LINE = {
    "codigo": "LIBRE-T", "modalidad": "CONSUMO", "nombre": "Libre inversión", "libranza": "",
    "resumen": "Para lo que necesites", "desde": "2026-09-01", "tasa_ea_pct": "18,5",
    "tasa_mora_ea_pct": "24", "seguro_mensual_pct": "0,08", "monto_min": "500000",
    "monto_max": "30000000", "cuotas_min": "6", "cuotas_max": "60",
    "metodos": "CUOTA_FIJA|ABONO_CONSTANTE", "base_dias": "", "documentos": "Desprendible de pago",
    "dias_pago": "30|5", "dias_primera_cuota": "", "gracia_max": "3",
    "codeudores": "1", "codeudores_sobre": "10000000",
    "dias_firma": "15", "pagaduria_nit": "", "pagaduria": "",
    "fuente": "Acta 14 de 2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def cap(db: None) -> None:
    """The cap of the month in which the tests import."""
    Parameter.objects.create(
        key="usury.consumo.2026-11", valid_from=date(2026, 11, 1), value="0.25",
        source="a test's own", confidence="P",
    )  # fmt: skip


def lines(folder: Path, *rows: dict[str, str], **options: object) -> Brought:
    path = folder / "lines.csv"
    path.write_text(csv_text(COLUMNS, rows), encoding="utf-8")
    return bring(import_lines, path, **options)


def test_adds_lines_and_their_terms_once(tmp_path: Path) -> None:
    later = LINE | {"desde": "2026-10-01", "tasa_ea_pct": "19"}
    assert lines(tmp_path, LINE, later).counts == (2, 0, 0, True)
    assert lines(tmp_path, LINE, later).counts == (0, 2, 0, True)
    terms = LineTerms.objects.filter(line__code="LIBRE-T").order_by("valid_from")
    assert [one.rate_ea for one in terms] == [Decimal("0.185"), Decimal("0.19")]
    assert terms[0].insurance_monthly == Decimal("0.0008")
    assert terms[0].methods == ["french", "equal-principal"]
    assert terms[0].day_count == "30/360"
    assert terms[0].documents == ["Desprendible de pago"]
    assert (terms[0].pay_days, terms[0].first_days_min, terms[0].grace_max) == ([5, 30], 15, 3)
    assert (terms[0].codebtors, terms[0].codebtors_above) == (1, Decimal(10_000_000))
    assert terms[0].sign_days == 15


def test_a_payroll_line_may_have_an_employer_with_an_account_of_its_own(tmp_path: Path) -> None:
    of_employer = LINE | {
        "libranza": "SI", "pagaduria_nit": "900068438-1", "pagaduria": "Alcaldía El Roble",
    }  # fmt: skip
    later = of_employer | {"desde": "2026-10-01", "pagaduria": "Otro nombre"}
    assert lines(tmp_path, of_employer, later).counts == (2, 0, 0, True)
    employer = LoanLine.objects.get(code="LIBRE-T").employer
    assert employer is not None
    assert (employer.nit, employer.name) == ("9000684381", "Alcaldía El Roble")
    assert balances([employer.ledger_account_id])[employer.ledger_account_id].total == ZERO
    without = LINE | {"libranza": "SI", "desde": "2026-10-01"}
    assert lines(tmp_path, without).places == [(2, "codigo")]
    for bad in ({"libranza": "NO"}, {"pagaduria": ""}, {"pagaduria_nit": "900068438-2"}):
        row = of_employer | {"codigo": "OTRA-T"} | bad
        assert lines(tmp_path, row).places == [(2, "pagaduria_nit")]


def test_never_changes_what_was_in_force(tmp_path: Path) -> None:
    lines(tmp_path, LINE)
    assert lines(tmp_path, LINE | {"tasa_ea_pct": "9"}).places == [(2, "desde")]
    for other in ({"modalidad": "VIVIENDA"}, {"libranza": "SI"}):
        assert lines(tmp_path, LINE | other).places == [(2, "codigo")]
    assert LineTerms.objects.get(line__code="LIBRE-T").rate_ea == Decimal("0.185")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert lines(tmp_path, LINE, dry_run=True).counts == (1, 0, 0, False)
    assert not LoanLine.objects.filter(code="LIBRE-T").exists()


@pytest.mark.parametrize("column", ["tasa_ea_pct", "tasa_mora_ea_pct"])
def test_refuses_a_rate_above_usury_and_takes_the_cap_itself(tmp_path: Path, column: str) -> None:
    above = lines(tmp_path, LINE | {column: "25,01"})
    assert above.places == [(2, column)]
    assert "2026-11, que es 25,00 % E.A." in above.problems[0].advice
    assert lines(tmp_path, LINE | {column: "25"}).counts == (1, 0, 0, True)


def test_says_that_a_cap_is_not_loaded_and_guesses_none(tmp_path: Path) -> None:
    brought = lines(tmp_path, LINE | {"desde": "2026-12-01", "tasa_ea_pct": "90"})
    assert brought.counts == (1, 0, 0, True)
    [notice] = brought.result.notices
    assert "consumo de 2026-12" in notice
    housing = lines(tmp_path, LINE | {"codigo": "CASA-T", "modalidad": "VIVIENDA"})
    assert "vivienda de 2026-11" in housing.result.notices[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("codigo", "CON ESPACIO"), ("modalidad", "LIBRE"), ("nombre", "A"), ("libranza", "X"),
        ("resumen", "x" * 201), ("desde", "1/9/2026"), ("tasa_ea_pct", ""),
        ("tasa_mora_ea_pct", "-1"), ("seguro_mensual_pct", "10"), ("monto_min", "0"),
        ("monto_max", "1.000"), ("cuotas_min", "0"), ("cuotas_max", "481"), ("metodos", "french"),
        ("metodos", "CUOTA_FIJA|CUOTA_FIJA"), ("base_dias", "act/364"), ("documentos", "x" * 61),
        ("documentos", "Cédula|Cédula"), ("dias_pago", "0"), ("dias_pago", "32"),
        ("dias_pago", "5|05"), ("dias_pago", "quince"), ("dias_primera_cuota", "0"),
        ("dias_primera_cuota", "61"), ("gracia_max", "480"), ("gracia_max", "-1"),
        ("dias_firma", "0"), ("dias_firma", "366"), ("codeudores", "5"), ("codeudores", "uno"),
        ("codeudores_sobre", "1.000"), ("fuente", ""), ("monto_max", "499999"),
        ("cuotas_max", "5"),
    ],
)  # fmt: skip
def test_refuses_a_bad_cell(tmp_path: Path, column: str, value: str) -> None:
    assert lines(tmp_path, LINE | {column: value}).places == [(2, column)]
