from datetime import date, timedelta

import pytest

from minga.access import rules

WAITS = (timedelta(seconds=30), timedelta(minutes=5))


@pytest.mark.parametrize(
    "typed",
    ["1020345678", "1.020.345.678", " 1 020 345 678 ", "1020-345-678", "1.020.345.678\u00a0"],
)
def test_reads_a_document_number_however_it_is_spaced(typed: str) -> None:
    assert rules.document_number(typed) == "1020345678"


def test_reads_a_passport_in_capitals() -> None:
    assert rules.document_number("ab 123456") == "AB123456"


@pytest.mark.parametrize("typed", ["", "12", "1" * 17, "12345678;--", "١٢٣٤٥٦٧٨", "ñandú1234"])
def test_reads_no_number_in_anything_else(typed: str) -> None:
    assert rules.document_number(typed) is None


@pytest.mark.parametrize(("typed", "read"), [("123 456", "123456"), ("123-456", "123456")])
def test_reads_a_code_as_people_copy_it(typed: str, read: str) -> None:
    assert rules.digits(typed, 6) == read


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345a", "١٢٣٤٥٦", ""])
def test_reads_no_code_in_anything_else(typed: str) -> None:
    assert rules.digits(typed, 6) is None


def test_compares_addresses_without_capitals() -> None:
    assert rules.email(" Marta@Ejemplo.CO ") == rules.email("marta@ejemplo.co")


@pytest.mark.parametrize("typed", ["San Andrés", "san andres", " SAN  ANDRES", "SanAndrés"])
def test_folds_an_answer(typed: str) -> None:
    assert rules.folded_answer(typed) == "sanandres"


@pytest.mark.parametrize(
    ("ip", "source"),
    [
        ("190.85.1.7", "190.85.1.7"),
        ("::ffff:190.85.1.7", "190.85.1.7"),
        ("2800:e2:1:2:3:4:5:6", "2800:e2:1:2::/64"),
        ("2800:e2:1:2:ffff::1", "2800:e2:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_counts_an_ipv6_subscriber_as_one_source(ip: str, source: str) -> None:
    assert rules.source(ip) == source


def test_counts_birthdays() -> None:
    born = date(2008, 11, 24)
    assert not rules.is_adult(born, date(2026, 11, 23), 18)
    assert rules.is_adult(born, date(2026, 11, 24), 18)
    assert rules.is_adult(None, date(2026, 11, 24), 18)


@pytest.mark.parametrize(
    ("failures", "left", "wait", "revokes"),
    [
        (1, 2, None, False),
        (2, 1, None, False),
        (3, 0, WAITS[0], False),
        (4, 0, WAITS[1], False),
        (5, 0, None, True),
        (6, 0, None, True),
    ],
)
def test_makes_each_wrong_pin_cost_more(
    failures: int, left: int, wait: timedelta | None, revokes: bool
) -> None:
    cost = rules.wrong_pin_cost(failures, failures, free=3, waits=WAITS, overall_max=10)
    assert cost == rules.WrongPinCost(left, wait, revokes, disables_pin=False)


def test_disables_the_pin_at_the_tenth_failure_in_a_row() -> None:
    assert not rules.wrong_pin_cost(1, 9, free=3, waits=WAITS, overall_max=10).disables_pin
    assert rules.wrong_pin_cost(1, 10, free=3, waits=WAITS, overall_max=10).disables_pin


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Safari/537.36", "Chrome en Android"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18 Safari/604.1", "Safari en iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge en Windows"),
        ("curl/8 <script>", ""),
    ],
)
def test_names_a_browser_in_its_own_words_only(user_agent: str, label: str) -> None:
    assert rules.browser_label(user_agent) == label
