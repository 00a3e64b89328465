"""Costs of collection from a file: added once, never changed."""

from pathlib import Path

import pytest

from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.loans.import_collection import COLUMNS, import_collection
from minga.loans.models import CollectionCost
from minga.loans.tests.lent import line

pytestmark = pytest.mark.django_db
COST = {
    "linea": "", "etapa": "Carta de cobro", "dias_mora": "30", "desde": "2026-01-01",
    "valor": "12000", "fuente": "Acta 20 de 2026",
}  # fmt: skip


def costs(folder: Path, *rows: dict[str, str], **options: object) -> Brought:
    path = folder / "costs.csv"
    path.write_text(csv_text(COLUMNS, rows), encoding="utf-8")
    return bring(import_collection, path, **options)


def test_adds_stages_once_for_every_line_or_for_one(tmp_path: Path) -> None:
    own = COST | {"linea": line().code.upper()}
    CollectionCost.objects.all().delete()
    rows = (COST, COST | {"dias_mora": "60", "valor": "40000"})
    assert costs(tmp_path, *rows).counts == (2, 0, 0, True)
    assert costs(tmp_path, *rows).counts == (0, 2, 0, True)
    assert costs(tmp_path, own | {"linea": "NADIE"}).places == [(2, "linea")]
    assert CollectionCost.objects.filter(line=None).count() == 2


def test_never_changes_what_was_in_force_and_zero_ends_it_later(tmp_path: Path) -> None:
    costs(tmp_path, COST)
    for other in ({"valor": "13000"}, {"etapa": "Llamada"}):
        assert costs(tmp_path, COST | other).places == [(2, "desde")]
    ended = COST | {"desde": "2026-06-01", "valor": "0"}
    assert costs(tmp_path, ended).counts == (1, 0, 0, True)


def test_the_same_stage_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    assert costs(tmp_path, COST, COST).places == [(3, "dias_mora")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("linea", "CON ESPACIO"), ("etapa", "X"), ("dias_mora", "0"), ("dias_mora", "treinta"),
        ("dias_mora", ""), ("desde", "enero"), ("valor", "-1"), ("valor", "1.000"), ("fuente", ""),
    ],
)  # fmt: skip
def test_refuses_a_bad_cell(tmp_path: Path, column: str, value: str) -> None:
    assert costs(tmp_path, COST | {column: value}).places == [(2, column)]
