"""`minga import`, as whoever runs it reads it."""

import contextlib
import csv
from pathlib import Path

import psycopg
import pytest

from minga.doors.cli import main, office
from minga.kit import embedded_postgres
from minga.kit.embedded_postgres import Server
from minga.kit.tests.import_files import csv_text
from minga.members.import_members import FIELDS
from minga.members.models import Member
from minga.members.tests.files import ANA, LUIS
from minga.savings.import_movements import COLUMNS
from minga.savings.tests.files import movement, open_products

pytestmark = pytest.mark.django_db
BAD = LUIS | {"correo": "luis", "municipio": "5001"}


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the database ready, in the test's transaction."""
    monkeypatch.setattr(office, "database_ready", contextlib.nullcontext)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "asociados.csv"


def bring(path: Path, *rows: dict[str, str], options: tuple[str, ...] = ()) -> int:
    path.write_text(csv_text(tuple(FIELDS), rows), encoding="utf-8")
    return main.main(["import", "members", str(path), *options])


def test_says_what_came_in(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(path, ANA, LUIS) == 0
    assert "Listo: 2 nuevos, 0 ya estaban.\n" in capsys.readouterr().out
    assert bring(path, ANA, LUIS) == 0
    assert "Listo: 0 nuevos, 2 ya estaban.\n" in capsys.readouterr().out


def test_tells_every_error_and_fails(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(path, ANA, BAD) == 1
    said = capsys.readouterr().out
    assert "  línea 3, correo: «luis»\n      Escribe un correo completo" in said
    assert "  línea 3, municipio: «5001»\n      Le falta el cero" in said
    assert "No se escribió nada: 1 fila con errores." in said
    assert not Member.objects.filter(document_number=ANA["numero_documento"]).exists()


def test_leaves_bad_rows_out_when_told_to(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(path, ANA, BAD, options=("--skip-invalid",)) == 1
    assert "Listo: 1 nuevo, 0 ya estaban, 1 fila con errores por fuera." in (
        capsys.readouterr().out
    )
    assert Member.objects.filter(document_number=ANA["numero_documento"]).exists()


def test_a_dry_run_says_that_nothing_was_written(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(path, ANA, options=("--dry-run",)) == 0
    assert "Revisión, sin escribir nada: 1 nuevo, 0 ya estaban" in capsys.readouterr().out
    assert not Member.objects.filter(document_number=ANA["numero_documento"]).exists()


def test_writes_every_error_beside_its_row(path: Path, tmp_path: Path) -> None:
    report = tmp_path / "errores.csv"
    assert bring(path, ANA, BAD, options=("--report", str(report))) == 1
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["linea"], row["columna"], row["valor_encontrado"]) for row in rows] == [
        ("3", "correo", "luis"), ("3", "municipio", "5001"),
    ]  # fmt: skip
    assert all(row["numero_documento"] == LUIS["numero_documento"] for row in rows)
    assert all(row["que_hacer"].endswith((".", "?")) for row in rows)


def test_a_report_without_errors_has_only_its_header(path: Path, tmp_path: Path) -> None:
    report = tmp_path / "errores.csv"
    assert bring(path, ANA, options=("--report", str(report))) == 0
    assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 1


def test_says_when_the_report_cannot_be_written(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(path, ANA, options=("--report", str(tmp_path / "no" / "errores.csv"))) == 1
    assert "elige otro lugar" in capsys.readouterr().err
    assert not Member.objects.filter(document_number=ANA["numero_documento"]).exists()


def test_shows_the_first_errors_and_counts_the_rest(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [LUIS | {"numero_documento": str(1900200000 + n), "celular": "1"} for n in range(25)]
    assert bring(path, *bad) == 1
    said = capsys.readouterr().out
    assert said.count("celular") == 20
    assert "… y 5 errores más." in said


def test_does_not_fill_the_screen_with_one_value(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(path, ANA | {"direccion": "x" * 5000, "nombres": "\x1b[31mAna\x07" * 20})
    said = capsys.readouterr().out
    assert "x" * 80 + "…" in said
    assert "x" * 81 not in said
    assert "\x1b" not in said


def test_says_what_is_wrong_with_a_whole_file(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("nombre,edad\nAna,40\n")
    assert main.main(["import", "members", str(path)]) == 1
    said = capsys.readouterr().out
    assert "No se trajo nada" in said
    assert "Faltan columnas: tipo_documento" in said
    assert main.main(["import", "members", str(path.parent / "no.csv")]) == 1
    assert "no existe" in capsys.readouterr().out


def test_says_that_a_file_is_in_windows_1252(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(csv_text(tuple(FIELDS), [ANA]), encoding="cp1252")
    assert main.main(["import", "members", str(path)]) == 0
    assert "Aviso: El archivo está en Windows-1252" in capsys.readouterr().out


def test_says_that_another_file_is_coming_in(
    path: Path, capsys: pytest.CaptureFixture[str], test_server: Server, test_database: str
) -> None:
    login = test_server.conninfo(embedded_postgres.OWNER, test_database)
    with psycopg.connect(**login) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('minga.import'))")
        assert bring(path, ANA) == 1
    assert "espera a que termine" in capsys.readouterr().err


def test_brings_products_and_movements_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_products(tmp_path)
    assert main.main(["import", "products", str(tmp_path / "products.csv")]) == 0
    assert "0 nuevos, 4 ya estaban" in capsys.readouterr().out
    path = tmp_path / "movements.csv"
    path.write_text(csv_text(COLUMNS, [movement(), movement(saldo="5")]))
    report = tmp_path / "errores.csv"
    assert main.main(["import", "movements", str(path), "--report", str(report)]) == 1
    (row,) = csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines())
    assert (row["linea"], row["columna"], row["valor"]) == ("3", "saldo", "1000.00")
    assert "el saldo da $ 2.000" in row["que_hacer"]


@pytest.mark.parametrize("words", [["import"], ["import", "loans", "x.csv"], ["import", "members"]])
def test_does_not_understand_other_words(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main.main(words)
    assert end.value.code == 2
