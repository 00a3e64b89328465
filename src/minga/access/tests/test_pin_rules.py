from datetime import date

import pytest

from minga.access import pin_rules
from minga.access.common_pins import COMMON_PINS
from minga.access.pin_rules import Known, pin_fault

MARTA = Known("1020345678", "+573104567890", date(1958, 3, 21))
NOBODY = Known("", "", None)


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("1111", "repeats"), ("1122", "repeats"), ("1212", "repeats"), ("7774", "repeats"),
        ("1234", "run"), ("4321", "run"), ("7890", "run"), ("0987", "run"),
        ("1958", "birth"), ("2103", "birth"), ("0321", "birth"), ("0358", "birth"),
        ("5803", "birth"), ("2158", "birth"), ("3195", "birth"),
        ("1020", "document"), ("5678", "run"), ("0345", "document"),
        ("3104", "mobile"), ("4567", "run"), ("1045", "mobile"),
        ("1973", "year"), ("2026", "year"),
        ("2580", "common"), ("1357", "common"), ("1478", "common"), ("5683", "common"),
        ("7294", None), ("8306", None), ("4917", None),
    ],
)  # fmt: skip
def test_says_why_a_pin_is_weak(pin: str, fault: str | None) -> None:
    assert pin_fault(pin, MARTA) == fault


def test_refuses_more_than_a_hundred_common_pins_beyond_the_rules() -> None:
    assert sum(pin_fault(pin, NOBODY) == "common" for pin in COMMON_PINS) >= 100
    assert all(pin.isdecimal() and len(pin) == 4 for pin in COMMON_PINS)


def test_leaves_most_pins_to_choose_from() -> None:
    good = sum(pin_fault(f"{number:04}", MARTA) is None for number in range(10_000))
    assert good > 9_000


def test_needs_no_birth_date_or_mobile() -> None:
    assert pin_fault("7294", NOBODY) is None


def test_would_miss_the_commonest_pins_without_their_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_rules, "COMMON_PINS", frozenset())
    assert pin_fault("2580", NOBODY) is None
