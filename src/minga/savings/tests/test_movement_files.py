"""Files of movements as other programs write them: both ways of reading give the same books."""

from pathlib import Path

import pytest

from minga.kit.csv_file import UnreadableFile
from minga.kit.money import Money
from minga.savings import movement_staging
from minga.savings.tests.files import (
    SECOND,
    SIGHT,
    balance,
    bring_text,
    history,
    open_products,
)

pytestmark = pytest.mark.django_db
HEADER = "numero_cuenta,fecha,descripcion,tipo,valor,saldo,referencia"


@pytest.fixture(autouse=True)
def products(tmp_path: Path) -> None:
    open_products(tmp_path)


def lines(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *rows, ""])


PLAIN = lines(f"{SIGHT},2026-10-01,Niñez,C,1234.50,1234.50,1")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace("Niñez", '"Niñez"').encode(),
        PLAIN.replace(f"{SIGHT},", f'"{SIGHT}",').encode(),
        PLAIN.replace("\n", "\n\n").encode(),
        PLAIN.rstrip("\n").encode(),
        PLAIN.replace("Niñez,C,", " Niñez , c , ").encode(),
        PLAIN.replace("1234.50,1234.50", "$ 1234.5,1234.50 ").encode(),
        PLAIN.replace(",", ";").replace("1234.50", "1.234,50").encode(),
        PLAIN.replace(",", ";").replace("1234.50", "$ 1.234,50").encode(),
        PLAIN.upper().replace("NIÑEZ", "Niñez").encode(),
    ],
    ids=[
        "utf-8", "bom", "windows-1252", "crlf", "cr", "semicolons", "quoted", "quoted-number",
        "empty-lines", "no-last-end", "spaces", "pesos", "colombian", "colombian-pesos", "capitals",
    ],
)  # fmt: skip
def test_reads_the_same_movement_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    assert bring_text(tmp_path, content).counts == (1, 0, 0, True)
    (one,) = history()
    assert (one.description, one.balance_after) == ("Niñez", Money.of("1234.50"))
    # And knows it again when it is written the plain way.
    assert bring_text(tmp_path, PLAIN).counts == (0, 1, 0, True)


def test_says_that_a_file_is_in_windows_1252(tmp_path: Path) -> None:
    assert "Windows-1252" in bring_text(tmp_path, PLAIN.encode("cp1252")).result.notices[0]


def test_reads_commas_quotes_and_columns_in_another_order(tmp_path: Path) -> None:
    header = "referencia,saldo,valor,tipo,descripcion,fecha,numero_cuenta"
    row = f'1,,5,C,"Pago, con ""vuelto""",2026-10-01,{SIGHT}'
    assert bring_text(tmp_path, lines(row, header=header)).counts == (1, 0, 0, True)
    assert history()[0].description == 'Pago, con "vuelto"'


def test_refuses_an_amount_that_could_be_two(tmp_path: Path) -> None:
    row = f"{SIGHT};2026-10-01;Pago;C;1.234;;1"
    brought = bring_text(tmp_path, lines(row, header=HEADER.replace(",", ";")))
    assert brought.places == [(2, "valor")]
    assert "miles o decimales" in brought.problems[0].advice


def test_the_other_rows_of_a_column_tell_what_a_point_means(tmp_path: Path) -> None:
    content = lines(
        f"{SIGHT};2026-10-01;Pago;C;1.234;;1",
        f"{SIGHT};2026-10-02;Pago;C;2.500,00;;2",
        header=HEADER.replace(",", ";"),
    )
    assert bring_text(tmp_path, content).counts == (2, 0, 0, True)
    assert balance() == Money.of(3734)


def test_refuses_a_number_of_the_other_format(tmp_path: Path) -> None:
    content = lines(
        f"{SIGHT};2026-10-01;Pago;C;100.50;;1", f"{SIGHT};2026-10-02;Pago;C;200.50;;2",
        f'{SIGHT};2026-10-03;Pago;C;"1.234,50";;3',
        header=HEADER.replace(",", ";"),
    )  # fmt: skip
    brought = bring_text(tmp_path, content)
    assert brought.places == [(4, "valor")]
    assert "punto decimal" in brought.problems[0].advice


def test_tells_a_row_of_another_length_beside_the_others(tmp_path: Path) -> None:
    content = lines(f"{SIGHT},2026-10-01,Pago,C,5,,1", f"{SIGHT},2026-10-02,Pago", "x" * 10)
    brought = bring_text(tmp_path, content)
    assert brought.places == [(3, "(fila)"), (4, "(fila)")]
    assert brought.counts == (1, 0, 2, False)
    assert bring_text(tmp_path, content, skip_invalid=True).counts == (1, 0, 2, True)


def test_a_stray_quote_does_not_swallow_the_next_line(tmp_path: Path) -> None:
    content = lines(
        f'{SIGHT},2026-10-01,Tubo de 1/2",C,5,,1', f"{SIGHT},2026-10-02,Codo,C,5,,2",
    )  # fmt: skip
    assert bring_text(tmp_path, content).counts == (2, 0, 0, True)
    assert history()[0].description == 'Tubo de 1/2"'


def test_a_line_that_looks_like_the_end_is_none(tmp_path: Path) -> None:
    content = lines(f"{SIGHT},2026-10-01,Pago,C,5,,1", "\\.", f"{SIGHT},2026-10-02,Pago,C,5,,2")
    brought = bring_text(tmp_path, content)
    assert brought.places == [(3, "(fila)")]
    assert brought.result.created == 2


def test_a_cell_that_looks_like_a_null_is_text(tmp_path: Path) -> None:
    content = lines(f"{SIGHT},2026-10-01,\\N,C,5,,NULL")
    assert bring_text(tmp_path, content).counts == (1, 0, 0, True)
    assert history()[0].description == "\\N"


def test_refuses_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    content = lines(f"{SIGHT},2026-10-01,{'x' * (10 << 20)},C,5,,1")
    assert bring_text(tmp_path, content).places == [(2, "descripcion")]


def test_a_header_alone_brings_nothing(tmp_path: Path) -> None:
    assert bring_text(tmp_path, lines()).counts == (0, 0, 0, True)


@pytest.mark.parametrize("content", ["", lines(header="fecha"), "a\x00b"])
def test_refuses_what_is_no_file_of_movements(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile):
        bring_text(tmp_path, content)


def test_refuses_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = movement_staging.clear

    def clear_late() -> None:
        with (tmp_path / "movements.csv").open("a") as other:
            other.write(f"{SECOND},2026-10-01,Pago,C,5,,1\n")
        real()

    monkeypatch.setattr(movement_staging, "clear", clear_late)
    with pytest.raises(UnreadableFile, match="cambió"):
        bring_text(tmp_path, PLAIN)
    assert balance() == Money.of(0)
