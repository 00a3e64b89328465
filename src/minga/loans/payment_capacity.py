"""What is left of a month's income after its expenses and an instalment: pure arithmetic.

What share is too much is for whoever studies the request: no law fixes one for every line.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from minga.kit.money import Money


@dataclass(frozen=True, slots=True)
class Capacity:
    """A month with the loan in it. `share`: of the income, in hundredths; None without income."""

    income: Money
    expenses: Money
    instalment: Money

    @property
    def free(self) -> Money:
        return self.income - self.expenses

    @property
    def left(self) -> Money:
        return self.free - self.instalment

    @property
    def is_enough(self) -> bool:
        return self.left.amount >= 0

    @property
    def share(self) -> Decimal | None:
        if not self.income:
            return None
        part = self.instalment.amount / self.income.amount * 100
        return part.quantize(Decimal("0.1"), ROUND_HALF_UP)
