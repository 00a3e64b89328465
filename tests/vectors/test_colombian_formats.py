"""Check digits, files and how things are written in Colombia."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from minga.doors.cli.quote_words import percent
from minga.doors.web.templatetags.money import MINUS, SPACE, cop, day_long
from minga.integrations import nacha_m
from minga.kit.cells import BadValue
from minga.kit.money import Money
from minga.members import rules
from tests.vectors import colombia

NIT = colombia()["nit_check_digit"]
FORMATS = colombia()["formats"]


@pytest.mark.parametrize("case", NIT["cases"] + [NIT["worked"]], ids=lambda one: one["base"])
def test_only_the_right_check_digit_of_a_nit_is_taken(case: dict[str, Any]) -> None:
    right = f"{case['base']}{case['dv']}"
    assert rules.document_number("NIT", case.get("formatted", right)) == right
    for digit in "0123456789":
        if digit != str(case["dv"]):
            with pytest.raises(BadValue):
                rules.document_number("NIT", case["base"] + digit)


@pytest.mark.parametrize("case", NIT["invalid"], ids=lambda one: one["full"])
def test_a_wrong_check_digit_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        rules.document_number("NIT", case["full"])


def test_an_amount_in_a_clearing_file_is_centavos_with_zeros_in_front() -> None:
    vector = colombia()["nacha_m_106"]
    example = vector["amount_example"]
    assert nacha_m.amount_field(Money.of(example["cop"])) == example["field"]
    assert vector["record_length"] == nacha_m.RECORD_LENGTH
    assert vector["block"] == nacha_m.BLOCK
    assert {f"6.{name}": [one.start, one.length] for name, one in nacha_m.DETAIL.items()} == (
        vector["offsets_1based"]
    )
    for wrong in ("-1", "10000000000000000"):
        with pytest.raises((nacha_m.DoesNotFit, ValueError)):
            nacha_m.amount_field(Money.of(wrong))


def test_amounts_dates_and_rates_are_written_as_people_do() -> None:
    for one in FORMATS:
        if "value" in one:
            written = cop(Money.of(one["value"])).replace(SPACE, " ").replace(MINUS, "-")
            assert written == one["display"]
        if "date" in one:
            day = date.fromisoformat(one["date"])
            assert (f"{day:%d/%m/%Y}", day_long(day)) == (one["short"], one["long"])
        if "rate" in one:
            assert f"{percent(Decimal(one['rate']))} E.A." == one["display"]


@pytest.mark.parametrize(
    "case", [one for one in FORMATS if "mobile" in one], ids=lambda one: one["mobile"]
)
def test_a_mobile_has_ten_digits_that_start_with_three(case: dict[str, Any]) -> None:
    if case["valid"]:
        assert rules.mobile(case["mobile"]) == case["e164"]
    else:
        with pytest.raises(BadValue):
            rules.mobile(case["mobile"])
