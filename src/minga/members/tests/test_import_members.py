"""Members from a file: all of them or none, each kind of bad row told, nobody changed."""

from pathlib import Path

import psycopg
import pytest

from minga.audit.models import AuditEvent
from minga.kit import embedded_postgres
from minga.kit.embedded_postgres import Server
from minga.kit.import_report import ImportRunning
from minga.kit.tests.import_files import TOMORROW, bring
from minga.members.import_members import import_members
from minga.members.models import Member
from minga.members.tests.files import ANA, LUIS, MILL, bring_members

pytestmark = pytest.mark.django_db


def count() -> int:
    return Member.objects.filter(
        document_number__in=["1900100200", "1900100300", "9999000014"]
    ).count()


def test_adds_the_members_of_a_file(tmp_path: Path) -> None:
    assert bring_members(tmp_path, ANA, LUIS, MILL).counts == (3, 0, 0, True)
    ana = Member.objects.get(document_number="1900100200")
    assert (ana.full_name, ana.mobile, str(ana.birth_date)) == (
        "Ana Lucía Peña Muñoz", "+573991234567", "1980-05-17",
    )  # fmt: skip
    luis = Member.objects.get(document_number="1900100300")
    assert (luis.email, luis.mobile) == ("", "")
    mill = Member.objects.get(document_number="9999000014")
    assert (mill.full_name, mill.birth_date) == ("Trilladora El Roble", None)


def test_leaves_a_trail_without_personal_data(tmp_path: Path) -> None:
    bring_members(tmp_path, ANA)
    event = AuditEvent.objects.get(action="import_members")
    assert (event.actor, event.subject) == ("system:import", "members.csv")
    assert set(event.detail) == {"created", "sha256"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tipo_documento", "XX"), ("tipo_documento", ""),
        ("numero_documento", "12A4567"), ("numero_documento", ""),
        ("nombres", ""), ("nombres", "123"), ("apellidos", ""),
        ("fecha_nacimiento", ""), ("fecha_nacimiento", "17/05/1980"),
        ("fecha_nacimiento", "1981-02-29"), ("fecha_nacimiento", TOMORROW),
        ("correo", "ana"), ("celular", "6044440000"),
        ("municipio", "5001"), ("municipio", ""), ("direccion", "x" * 201),
        ("fecha_vinculacion", ""), ("fecha_vinculacion", TOMORROW),
        ("fecha_vinculacion", "1980-05-16"),
    ],
)  # fmt: skip
def test_refuses_a_bad_cell_and_says_where(tmp_path: Path, column: str, value: str) -> None:
    brought = bring_members(tmp_path, LUIS, ANA | {column: value})
    assert brought.counts == (1, 0, 1, False)
    (problem,) = brought.problems
    assert (problem.line, problem.column, problem.value) == (3, column, value)
    assert problem.advice.endswith(".")
    assert list(problem.row) == list((ANA | {column: value}).values())
    assert count() == 0


def test_refuses_a_company_number_with_a_wrong_check_digit(tmp_path: Path) -> None:
    brought = bring_members(tmp_path, MILL | {"numero_documento": "999900001-5"})
    assert "dígito de verificación" in brought.problems[0].advice


def test_tells_everything_that_is_wrong_with_a_row(tmp_path: Path) -> None:
    bad = ANA | {"correo": "ana", "celular": "1", "municipio": "1"}
    brought = bring_members(tmp_path, bad)
    assert brought.places == [(2, "correo"), (2, "celular"), (2, "municipio")]
    assert brought.result.refused == 1


def test_refuses_a_row_of_another_length(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    bring_members(tmp_path, ANA, dry_run=True)
    path.write_text(path.read_text().replace("CL 10 #", "CL 10, #"))
    brought = bring(import_members, path)
    assert brought.places == [(2, "(fila)")]
    assert "11 columnas y son 10" in brought.problems[0].advice


def test_refuses_a_document_that_comes_twice(tmp_path: Path) -> None:
    again = ANA | {"numero_documento": "1.900.100.200", "nombres": "Otra"}
    brought = bring_members(tmp_path, ANA, again)
    assert brought.places == [(3, "numero_documento")]
    assert "línea 2" in brought.problems[0].advice


def test_the_same_number_of_another_type_is_somebody_else(tmp_path: Path) -> None:
    brought = bring_members(tmp_path, ANA, ANA | {"tipo_documento": "TI"})
    assert brought.counts == (2, 0, 0, True)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    bring_members(tmp_path, ANA, LUIS)
    ids = set(Member.objects.values_list("pk"))
    assert bring_members(tmp_path, ANA, LUIS).counts == (0, 2, 0, True)
    assert set(Member.objects.values_list("pk")) == ids
    assert AuditEvent.objects.filter(action="import_members").count() == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("correo", "otra@example.com"), ("celular", "3990000000"), ("nombres", "Otra"),
        ("fecha_nacimiento", "1981-05-17"), ("municipio", "05002"), ("direccion", ""),
    ],
)  # fmt: skip
def test_a_file_never_changes_who_somebody_is(tmp_path: Path, column: str, value: str) -> None:
    bring_members(tmp_path, ANA)
    brought = bring_members(tmp_path, ANA | {column: value}, LUIS)
    assert brought.places == [(2, column)]
    assert brought.counts == (1, 0, 1, False)
    ana = Member.objects.get(document_number="1900100200")
    assert (ana.email, ana.mobile) == ("ana@example.com", "+573991234567")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert bring_members(tmp_path, ANA, LUIS, dry_run=True).counts == (2, 0, 0, False)
    assert count() == 0
    assert not AuditEvent.objects.filter(action="import_members").exists()


def test_leaves_bad_rows_out_when_told_to(tmp_path: Path) -> None:
    bad = LUIS | {"correo": "luis"}
    assert bring_members(tmp_path, ANA, bad, skip_invalid=True).counts == (1, 0, 1, True)
    assert count() == 1


def test_a_dry_run_that_leaves_bad_rows_out_writes_nothing_either(tmp_path: Path) -> None:
    bad = LUIS | {"correo": "luis"}
    brought = bring_members(tmp_path, ANA, bad, skip_invalid=True, dry_run=True)
    assert brought.counts == (1, 0, 1, False)
    assert count() == 0


def test_a_good_batch_is_not_kept_when_a_later_one_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minga.kit.import_rows.BATCH", 1)
    bring_members(tmp_path, ANA, LUIS | {"municipio": ""})
    assert count() == 0


def test_says_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    bring_members(tmp_path, ANA, on_progress=lambda done, of: told.append((done, of)))
    size = (tmp_path / "members.csv").stat().st_size
    assert told[-1] == (size, size)


def test_imports_take_turns(tmp_path: Path, test_server: Server, test_database: str) -> None:
    login = test_server.conninfo(embedded_postgres.OWNER, test_database)
    with psycopg.connect(**login) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('minga.import'))")
        with pytest.raises(ImportRunning):
            bring_members(tmp_path, ANA)
    assert count() == 0
