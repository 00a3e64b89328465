"""Colombian pesos, exactly: never a float, never a hidden rounding."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Self

CENT = Decimal("0.01")
LIMIT = Decimal("9999999999999999.99")  # NUMERIC(18,2)
ROUNDINGS = frozenset({ROUND_HALF_UP, ROUND_DOWN})
# One amount as a person types it in Colombia: thousands with dots (or spaces), centavos after a
# comma.
_TYPED = re.compile(r"^(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?$")


class NotMoney(ValueError):
    """The value is not an amount of pesos with at most two decimals."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of COP with two decimals; may be negative (a posting's amount never is)."""

    amount: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise NotMoney(f"Money wants a Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite() or abs(self.amount) > LIMIT:
            raise NotMoney(f"{self.amount} is not a number of pesos")
        exact = self.amount.quantize(CENT)
        if exact != self.amount:
            raise NotMoney(f"{self.amount} has more than two decimals")
        object.__setattr__(self, "amount", exact)

    @classmethod
    def of(cls, value: int | str | Decimal) -> Self:
        """From an integer, a Decimal or machine text such as "1234.50"; floats are refused."""
        if isinstance(value, bool | float):
            raise NotMoney("Money refuses floats and booleans")
        try:
            return cls(Decimal(value))
        except InvalidOperation as error:
            raise NotMoney(f"{value!r} is not a number") from error

    @classmethod
    def typed(cls, text: str) -> Self:
        """From what a person writes: "150.000", "$ 1.234,50", "150000". Anything ambiguous is
        refused."""
        bare = text.replace("$", "").replace("\u00a0", "").replace(" ", "")
        if not bare.isascii() or not _TYPED.match(bare):
            raise NotMoney(f"{text!r} is not an amount")
        return cls.of(bare.replace(".", "").replace(",", "."))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.amount + other.amount)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.amount - other.amount)

    def __neg__(self) -> Self:
        return type(self)(-self.amount)

    def __abs__(self) -> Self:
        return type(self)(abs(self.amount))

    def __bool__(self) -> bool:
        return bool(self.amount)

    def times(self, factor: Decimal, *, rounding: str, unit: Decimal = CENT) -> Self:
        """Multiplied and rounded by an explicit rule to `unit` pesos (1 for whole pesos)."""
        if isinstance(factor, float) or rounding not in ROUNDINGS:
            raise NotMoney("times() wants a Decimal factor and a known rounding rule")
        return type(self)(
            (self.amount * factor / unit).quantize(Decimal(1), rounding=rounding) * unit
        )

    def __str__(self) -> str:
        return f"{self.amount:f}"


ZERO = Money(Decimal("0.00"))
