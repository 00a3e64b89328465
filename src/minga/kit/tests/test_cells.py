"""Cells that several files have: what is read, and what is refused with what to do."""

from decimal import Decimal

import pytest

from minga.kit import cells
from minga.kit.cells import BadValue


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", "0"), ("1234", "1234"), ("1234.5", "1234.5"), ("1234,50", "1234.50"),
        ("$ 1.234.567", "1234567"), ("1.234.567,89", "1234567.89"), ("1.234,5", "1234.5"),
        ("$\u00a0500", "500"), ("99999999999999.99", "99999999999999.99"),
    ],
)  # fmt: skip
def test_reads_amounts_as_programs_and_people_write_them(text: str, amount: str) -> None:
    assert cells.money(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.234", "separa miles o decimales"), ("1,234.50", "sin signo"), ("-5", "sin signo"),
        ("1.2345", "sin signo"), ("12.34.567", "sin signo"), ("mil", "sin signo"),
        ("1e5", "sin signo"), ("\u0661", "sin signo"), ("999999999999999", "sin signo"),
    ],
)  # fmt: skip
def test_refuses_what_could_be_two_amounts_or_none(text: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        cells.money(text)


def test_refuses_numbers_that_this_office_gives() -> None:
    assert cells.foreign_number("CDAT-1234") == "CDAT-1234"
    for number in ("CDAT-00000001", "cre-00000001", "META-12345678"):
        with pytest.raises(BadValue, match="da Minga"):
            cells.foreign_number(number)


def test_reads_how_many_months() -> None:
    assert [cells.months(text) for text in ("", "0", "12")] == [0, 0, 12]
    assert [cells.some_months(text) for text in ("", "3")] == [1, 3]
    for text in ("13", "-1", "x"):
        with pytest.raises(BadValue):
            cells.months(text)
    with pytest.raises(BadValue):
        cells.some_months("0")
