"""Setting a paper: what every PDF promises, whatever it says."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst

from minga.documents import typeset as module
from minga.documents.tests.reading import LETTERHEAD, in_order, read, words
from minga.documents.typeset import LAYOUTS, typeset

ON = date(2026, 11, 23)
LONG = (
    "María Fernanda de los Ángeles Rodríguez-Echeverri Tangarife viuda de Montoya Restrepo y "
    "Cárdenas del Castillo Ñáñez Ureña"
)
ATTACK = '#panic("x") *no* $1+1$ <a> @b ```rust``` \\ #read("/page.typ")'


def data(**changes: object) -> dict[str, object]:
    return {
        "title": "Certificado de CDAT", "keywords": ["1"], "foot": "1 · Expedido",
        "cooperative": LETTERHEAD.cooperative(), "check": LETTERHEAD.check("0123456789ABCDEFGHJK"),
        "opening": "Este título está a nombre de su titular.",
        "facts": [("Titular", LONG), ("Capital", "$\u00a098.765.432.109,87")],
        "interest": [("Se pagan", "Cada mes")], "conditions": ["Una", "Otra"],
    } | changes  # fmt: skip


def test_equal_facts_are_equal_bytes() -> None:
    assert typeset("term_certificate", data(), on=ON) == typeset("term_certificate", data(), on=ON)
    other = typeset("term_certificate", data(), on=date(2026, 11, 24))
    assert other != typeset("term_certificate", data(), on=ON)


def test_is_tagged_spanish_titled_and_fit_for_an_archive() -> None:
    body = typeset("term_certificate", data(), on=ON)
    reader = read(body)
    root: Any = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == "es-CO"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificado de CDAT, 1"
    about = root["/Metadata"].get_object().get_data()
    assert re.search(rb"pdfaid:part[^0-9]*2", about)
    assert re.search(rb"pdfaid:conformance[^A-Z]*A", about)
    assert re.search(rb"pdfuaid:part[^0-9]*1", about)


def test_is_read_in_order_however_long_a_name_is() -> None:
    text = words(typeset("term_certificate", data(), on=ON))
    assert in_order(
        text, "Cooperativa de prueba", "Tel. 604 555 0000", "NIT 999.999.999-4",
        "Calle 1 # 2-3, Ciudad de prueba", "Certificado de CDAT", "Titular", LONG, "Capital",
        "$ 98.765.432.109,87", "Intereses", "Condiciones", "Una", "Otra", "Verifica",
        "prueba.coop/verificar/", "01234-56789-ABCDE-FGHJK",
    )  # fmt: skip


def test_says_of_the_cooperative_only_what_it_was_told() -> None:
    bare = replace(LETTERHEAD, nit="", address="", city="", phone="")
    text = words(typeset("term_certificate", data(cooperative=bare.cooperative()), on=ON))
    assert in_order(text, "Cooperativa de prueba Certificado de CDAT")
    assert "NIT" not in text
    city = replace(bare, city="Ciudad de prueba").cooperative()
    assert in_order(
        words(typeset("term_certificate", data(cooperative=city), on=ON)),
        "Cooperativa de prueba Ciudad de prueba Certificado de CDAT",
    )


def test_data_are_text_and_never_markup() -> None:
    text = words(typeset("term_certificate", data(opening=ATTACK), on=ON))
    assert ATTACK in text


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Ελένη", "Юрий"])
def test_has_the_letters_of_members_from_elsewhere(name: str) -> None:
    assert name in words(typeset("term_certificate", data(facts=[("Titular", name)]), on=ON))


def test_a_letter_that_no_font_has_does_not_keep_a_member_from_a_paper() -> None:
    body = typeset("term_certificate", data(facts=[("Titular", "李 🦜 Ana")]), on=ON)
    assert "Ana" in words(body)


def test_another_error_of_a_layout_is_not_hidden() -> None:
    missing = {key: value for key, value in data().items() if key != "facts"}
    with pytest.raises(typst.TypstError, match="facts"):
        typeset("term_certificate", missing, on=ON)


@pytest.mark.parametrize("path", ["/../fonts/OFL.txt", "../README.md", "/etc/hostname"])
def test_a_layout_reads_nothing_outside_its_folder(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "layouts"
    folder.mkdir()
    (tmp_path / "README.md").write_text("secret")
    (folder / "planted.typ").write_text(f'#read("{path}")')
    monkeypatch.setattr(module, "LAYOUTS", folder)
    with pytest.raises(typst.TypstError, match=r"escape|not found"):
        typeset("planted", {}, on=ON)


def packages(text: str) -> list[str]:
    """What would be looked for outside."""
    return re.findall(r'["@]\s*(?:preview|local)\b|https?://', text)


def test_no_layout_looks_for_anything_outside() -> None:
    found = {file.name: packages(file.read_text()) for file in LAYOUTS.glob("*.typ")}
    assert found
    assert {name: what for name, what in found.items() if what} == {}
    assert packages('#import "@preview/cetz:0.3.0"')
