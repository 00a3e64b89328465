"""Sizes of one run, and the days that are closed in it."""

from dataclasses import dataclass
from datetime import date, timedelta

# A month whose legal values are all known; the last of these days ends it.
FIRST_OF_MONTH = date(2026, 5, 1)
WARM_UP = date(2026, 5, 26)
ORDINARY = tuple(WARM_UP + timedelta(days=n) for n in range(1, 5))
MONTH_END = date(2026, 5, 31)
AFTER = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Scale:
    """How many savings accounts and how many loans, and how many of them the ORM does."""

    savings: int
    loans: int
    orm_savings: int = 500
    orm_loans: int = 100

    @property
    def products(self) -> int:
        return self.savings + self.loans

    @property
    def name(self) -> str:
        return f"{self.savings // 1000}k" if self.savings < 1_000_000 else "1M"


@dataclass(frozen=True, slots=True)
class Plan:
    """The scales of one run, the smallest first: the last is the one the ratios are of."""

    name: str
    scales: tuple[Scale, ...]


LONG = Plan("long", (Scale(10_000, 2_000), Scale(100_000, 20_000), Scale(1_000_000, 200_000)))
QUICK = Plan("quick", (Scale(10_000, 2_000), Scale(100_000, 20_000)))
TINY = Plan("tiny", (Scale(1_000, 200, 20, 10),))
