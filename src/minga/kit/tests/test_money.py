from decimal import ROUND_HALF_UP, Decimal

import pytest

from minga.kit.money import Money, NotMoney


@pytest.mark.parametrize("value", [1.5, True, "1.234", "x", "NaN", "Infinity", "1e30", ""])
def test_refuses_what_is_not_an_exact_amount(value: object) -> None:
    with pytest.raises(NotMoney):
        Money.of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pesos"),
    [
        ("150.000", "150000"),
        ("$ 1.234.567,50", "1234567.50"),
        ("150000", "150000"),
        ("0,5", "0.50"),
        ("$\u00a01 000", "1000"),
    ],
)
def test_reads_what_a_person_types(text: str, pesos: str) -> None:
    assert Money.typed(text) == Money.of(pesos)


@pytest.mark.parametrize(
    "text", ["1,234.50", "1.23", "12.34.567", "-5", "٣", "1,234", "", "1e5", "1.0000"]
)
def test_refuses_ambiguous_typing(text: str) -> None:
    with pytest.raises(NotMoney):
        Money.typed(text)


def test_multiplies_only_with_an_explicit_rounding() -> None:
    tax = Money.of("12345.00").times(Decimal("0.004"), rounding=ROUND_HALF_UP, unit=Decimal(1))
    assert tax == Money.of("49.00")
    with pytest.raises(NotMoney):
        Money.of(1).times(0.004, rounding=ROUND_HALF_UP)  # type: ignore[arg-type]
    with pytest.raises(NotMoney):
        Money.of(1).times(Decimal(1), rounding="ROUND_WHATEVER")
