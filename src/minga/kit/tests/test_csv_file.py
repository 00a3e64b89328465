"""Files as other programs write them: what is read, what is said, and what is refused whole."""

import os
from pathlib import Path

import pytest

from minga.kit import csv_file
from minga.kit.csv_file import CsvFile, UnreadableFile, inspect

COLUMNS = ("nombre", "valor")
MEGABYTE = 1 << 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def read(path: Path, content: str | bytes, encoding: str = "utf-8") -> CsvFile:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return inspect(path, COLUMNS)


def values(file: CsvFile) -> list[list[str] | None]:
    return [record.values for record in file.records()]


def said(path: Path, content: str | bytes) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        list(read(path, content).records())
    return " ".join(refusal.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_reads_utf8_with_or_without_a_byte_order_mark(path: Path, encoding: str) -> None:
    file = read(path, "nombre,valor\nPeñón,1\n", encoding)
    assert (values(file), file.notices) == ([["Peñón", "1"]], [])


def test_reads_windows_1252_and_says_so(path: Path) -> None:
    file = read(path, "nombre,valor\nPeñón «€»,1\n", "cp1252")
    assert values(file) == [["Peñón «€»", "1"]]
    assert "Windows-1252" in file.notices[0]
    assert "Peñón «€»" in b"".join(file.utf8()).decode()


def test_tells_utf8_from_windows_where_a_letter_is_cut_by_a_piece(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "CHUNK", 15)  # the ñ's two bytes lie in two pieces
    assert values(read(path, "nombre,valor\nPñ,1\n")) == [["Pñ", "1"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_the_line_ends_of_every_system(path: Path, end: str) -> None:
    file = read(path, end.join(("nombre,valor", "Ana,1", "Luis,2")))
    assert values(file) == [["Ana", "1"], ["Luis", "2"]]


def test_reads_semicolons_quotes_and_columns_in_another_order(path: Path) -> None:
    file = read(path, 'VALOR; Nombre \n1;"Ana; la de ""La Palma"""\n')
    assert values(file) == [['Ana; la de "La Palma"', "1"]]


def test_passes_over_empty_lines_and_keeps_the_files_numbers(path: Path) -> None:
    file = read(path, "nombre,valor\n\nAna,1\n,\n  ,\nLuis,2\n")
    assert [(one.line, one.values) for one in file.records()] == [
        (3, ["Ana", "1"]), (6, ["Luis", "2"]),
    ]  # fmt: skip


def test_a_row_of_another_length_has_no_values(path: Path) -> None:
    assert values(read(path, "nombre,valor\nAna\nLuis,2,3\n")) == [None, None]


@pytest.mark.parametrize("content", ["", "\n", "  \n\n", b"\xef\xbb\xbf"])
def test_refuses_an_empty_file(path: Path, content: str | bytes) -> None:
    assert "vacío" in said(path, content)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("nombre", "Faltan columnas: valor"),
        ("nombre,valor,edad", "no conocemos: edad"),
        ("nombre,valor,", "(sin nombre)"),
        ("nombre,valor,valor", "repetidas: valor"),
        ("nombre|valor", "Faltan columnas: nombre, valor"),
    ],
)
def test_refuses_another_header_and_says_the_right_one(path: Path, header: str, words: str) -> None:
    answer = said(path, f"{header}\nAna,1\n")
    assert words in answer
    assert "Las columnas son: nombre,valor" in answer


@pytest.mark.parametrize(
    "content",
    [b"nombre,valor\nA\x00na,1\n", "nombre,valor\nAna,1\n".encode("utf-16"), b"PK\x03\x04\x00"],
    ids=["nul", "utf-16", "spreadsheet"],
)
def test_refuses_what_is_no_text(path: Path, content: bytes) -> None:
    assert "No es un CSV de texto" in said(path, content)


def test_refuses_bytes_that_are_no_letters_in_either_encoding(path: Path) -> None:
    assert "ni en Windows-1252" in said(path, b"nombre,valor\n\x81\xff,1\n")


def test_refuses_quotes_that_never_close_in_a_large_file(path: Path) -> None:
    answer = said(path, 'nombre,valor\n"Ana,1\n' + "Luis,2\n" * 30_000)
    assert "comillas que no se cierran" in answer


def test_refuses_a_cell_of_ten_megabytes(path: Path) -> None:
    assert "línea 3" in said(path, f"nombre,valor\nAna,1\n{'x' * 10 * MEGABYTE},2\n")


def test_refuses_a_header_of_ten_megabytes_in_few_words(path: Path) -> None:
    assert len(said(path, "x" * 10 * MEGABYTE)) < 500


@pytest.mark.parametrize("where", ["nothing.csv", "."])
def test_refuses_a_file_that_is_none(tmp_path: Path, where: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        inspect(tmp_path / where, COLUMNS)
    assert str(tmp_path) in refusal.value.problems[0]


def test_notices_a_file_that_changes_while_it_is_read(path: Path) -> None:
    file = read(path, "nombre,valor\nAna,1\nLuis,2\n")
    with path.open("a") as other:
        other.write("Eva,3\n")
    with pytest.raises(UnreadableFile, match="cambió"):
        list(file.records())
    with pytest.raises(UnreadableFile, match="cambió"):
        list(file.utf8())


def test_notices_a_file_that_was_put_in_its_place(path: Path) -> None:
    file = read(path, "nombre,valor\nAna,1\n")
    before = path.stat()
    fresh = path.with_suffix(".new")
    fresh.write_text("nombre,valor\nEva,9\n")
    os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
    fresh.rename(path)
    with pytest.raises(UnreadableFile, match="cambió"):
        list(file.records())


def test_the_same_content_has_the_same_digest(path: Path, tmp_path: Path) -> None:
    one = read(path, "nombre,valor\nAna,1\n")
    other = read(tmp_path / "other.csv", "nombre,valor\nAna,1\n")
    assert one.digest == other.digest
    assert one.digest != read(path, "nombre,valor\nAna,2\n").digest


def test_says_whether_there_are_control_characters(path: Path) -> None:
    assert read(path, "nombre,valor\nA\tna,1\n").has_control
    assert not read(path, "nombre,valor\r\nAna,1\r\n").has_control


def test_optional_columns_come_or_not_in_any_order(path: Path) -> None:
    path.write_text("nota,valor,nombre\nsí,1,Ana\n")
    file = inspect(path, COLUMNS, ("fecha", "nota"))
    assert file.columns == ("nombre", "valor", "nota")
    assert values(file) == [["Ana", "1", "sí"]]
    path.write_text("nombre,valor\nAna,1\n")
    assert inspect(path, COLUMNS, ("fecha", "nota")).columns == COLUMNS


def test_says_which_optional_columns_there_are(path: Path) -> None:
    path.write_text("nombre,valor,otra\nAna,1,x\n")
    with pytest.raises(UnreadableFile) as refusal:
        inspect(path, COLUMNS, ("fecha", "nota"))
    assert refusal.value.problems == [
        "Columnas que no conocemos: otra. Quítalas o corrige su nombre.",
        "Las columnas son: nombre,valor",
        "Y, si hacen falta: fecha,nota",
    ]
