"""Masks and the alphabet of text messages."""

import pytest

from minga.notices import rules


@pytest.mark.parametrize(
    ("address", "mask"),
    [("ana.gomez@correo.co", "a···@correo.co"), ("a@b.co", "a···@b.co"), ("", "···@")],
)
def test_masks_an_email(address: str, mask: str) -> None:
    assert rules.mask_email(address) == mask


def test_masks_a_mobile() -> None:
    assert rules.mask_mobile("+573001234567") == "···4567"


def test_writes_spanish_in_the_gsm_alphabet() -> None:
    told = rules.gsm("Código «único» a Íñigo Pérez: −$\u00a050.000… ¿y tú? ¡Sí! 中")
    assert told == 'Codigo "unico" a Iñigo Pérez: -$ 50.000... ¿y tu? ¡Si! ?'


def test_composes_letters_before_choosing_them() -> None:
    assert rules.gsm("n\u0303 e\u0301 a\u0301") == "ñ é a"


def test_counts_the_letters_that_take_two_places() -> None:
    assert rules.septets("a€[]") == 7


def test_shortens_by_words_and_a_single_word_by_letters() -> None:
    assert rules.shortened("Los Guaduales de Abajo", 15) == "Los Guaduales"
    assert rules.shortened("Interveredal", 5) == "Inter"
    assert rules.shortened("Los", 0) == ""
