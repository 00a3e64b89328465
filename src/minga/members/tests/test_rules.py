"""What a field of an identity may look like, one rule after the other."""

from datetime import date

import pytest

from minga.kit.cells import BadValue
from minga.members import rules

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("CC", "1.900.100.200", "1900100200"),
        ("CC", "123", "123"),
        ("TI", "19 0010 0200", "1900100200"),
        ("RC", "19001002001", "19001002001"),
        ("CE", "9'912'345", "9912345"),
        ("PA", "ax-12345", "AX12345"),
        ("PPT", "990012345678901", "990012345678901"),
        ("NIT", "900.068.438-1", "9000684381"),
    ],
)
def test_keeps_a_number_without_its_separators(kind: str, typed: str, kept: str) -> None:
    assert rules.document_number(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("CC", ""), ("CC", "12"), ("CC", "0123456"), ("CC", "12345678901"), ("CC", "12A4567"),
        ("CC", "١٢٣٤٥٦٧"), ("CC", "1.9E+09"), ("TI", "123456789"), ("TI", "123456789012"),
        ("RC", "123"), ("CE", "12"), ("CE", "12345678901"), ("PA", "A123"), ("PA", "ÑANDU1"),
        ("PA", "A" * 17), ("PPT", "12345"), ("PPT", "1" * 16), ("NIT", "900068438-2"),
        ("NIT", "900068438"), ("NIT", "1"), ("NIT", "9" * 17),
    ],
)  # fmt: skip
def test_refuses_a_number_of_another_shape(kind: str, typed: str) -> None:
    with pytest.raises(BadValue):
        rules.document_number(kind, typed)


def test_knows_the_seven_types_in_any_case() -> None:
    assert [rules.document_type(kind.lower()) for kind in rules.DOCUMENT_TYPES] == [
        "CC", "TI", "RC", "CE", "PA", "PPT", "NIT",
    ]  # fmt: skip
    with pytest.raises(BadValue, match="CC, TI, RC, CE, PA, PPT, NIT"):
        rules.document_type("CÉDULA")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "AAAA-MM-DD"), ("17/05/1980", "AAAA-MM-DD"), ("1980-5-17", "AAAA-MM-DD"),
        ("19800517", "AAAA-MM-DD"), ("1980-05-17 00:00", "AAAA-MM-DD"), ("１９８０-05-17", "AAAA"),
        ("1981-02-29", "no existe"), ("1980-13-01", "no existe"), ("0000-01-01", "no existe"),
        ("2026-11-21", "no ha llegado"), ("1899-12-31", "anterior a 1900"),
    ],
)  # fmt: skip
def test_refuses_a_day_that_cannot_be(typed: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        rules.day(typed, TODAY)


def test_takes_the_days_from_1900_to_today() -> None:
    assert rules.day("1900-01-01", TODAY) == date(1900, 1, 1)
    assert rules.day("2026-11-20", TODAY) == TODAY


@pytest.mark.parametrize("typed", ["", "ana@example.com", "a.b+c@correo.example", "ñ@x.example"])
def test_takes_an_address_or_none(typed: str) -> None:
    assert rules.email(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "ana", "ana@", "@example.com", "ana@example", "ana@example.c", "ana@@example.com",
        "ana@example.com;luis@example.com", "ana maría@example.com", "<ana@example.com>",
        "ana@example..com", "ana@127.0.0.1", f"{'a' * 250}@x.co",
    ],
)  # fmt: skip
def test_refuses_what_is_no_address(typed: str) -> None:
    with pytest.raises(BadValue):
        rules.email(typed)


@pytest.mark.parametrize(
    "typed", ["3991234567", "399 123 4567", "+57 399-123-4567", "573991234567", "(399) 1234567"]
)
def test_keeps_a_mobile_in_its_international_form(typed: str) -> None:
    assert rules.mobile(typed) == "+573991234567"


@pytest.mark.parametrize(
    "typed", ["399123456", "39912345678", "6044440000", "+13991234567", "3.99E+09", "３９９1234567"]
)
def test_refuses_what_is_no_colombian_mobile(typed: str) -> None:
    with pytest.raises(BadValue):
        rules.mobile(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5001", "05001"), ("", "DIVIPOLA"), ("050010", "DIVIPOLA"), ("Andes", "DIVIPOLA"),
        ("98001", "Ningún departamento"), ("05000", "departamento"),
    ],
)  # fmt: skip
def test_refuses_what_is_no_municipality(typed: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        rules.municipality(typed)


@pytest.mark.parametrize("typed", ["", " ", "123", "---", "a" * 121])
def test_refuses_what_is_no_name(typed: str) -> None:
    with pytest.raises(BadValue):
        rules.name(typed)


def test_keeps_names_and_addresses_with_single_spaces() -> None:
    assert rules.name("  Ana   Lucía ") == "Ana Lucía"
    assert rules.address(" Vereda  La Palma ") == "Vereda La Palma"
    with pytest.raises(BadValue):
        rules.address("x" * 201)
