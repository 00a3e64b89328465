"""Interest of mora: on overdue capital only, from the day after its due date, never above usury
(C. Co. art. 884); never on interest (art. 886)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.kit.rates import ONE, over_years, periodic
from minga.kit.refusal import Refusal
from minga.loans.rounding import PESOS, Rounding

DAYS_IN_YEAR = 365


class BadStretch(Refusal):
    """Stretches have days, rates and caps that are not negative."""

    code = "bad_stretch"


class MoraGrowth(StrEnum):
    """How the days add up."""

    COMPOUND = "compound"  # ours: (1 + EA) ** (days / 365) - 1
    LINEAR = "linear"  # days * daily rate


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days under one usury cap (effective annual)."""

    days: int
    cap: Decimal

    def __post_init__(self) -> None:
        if self.days < 0 or self.cap < 0:
            raise BadStretch(days=self.days, cap=self.cap)


@fifty_digits
def overdue_interest(
    overdue_capital: Money,
    *,
    effective_annual: Decimal,
    stretches: Sequence[Stretch],
    growth: MoraGrowth = MoraGrowth.COMPOUND,
    rounding: Rounding = PESOS,
) -> Money:
    """What is owed for mora over those days, each at the agreed rate or its cap if lower.

    No overdue capital owes nothing.
    """
    if effective_annual < 0:
        raise BadStretch(rate=effective_annual)
    earned = Decimal(0)
    for stretch in stretches:
        rate = min(effective_annual, stretch.cap)
        if growth is MoraGrowth.LINEAR:
            earned += periodic(rate, DAYS_IN_YEAR) * stretch.days
        else:
            factor = ONE + over_years(rate, Decimal(stretch.days) / DAYS_IN_YEAR)
            earned = (ONE + earned) * factor - ONE
    return rounding.amount(max(ZERO, overdue_capital).amount * earned)


@fifty_digits
def housing_mora_rate(remunerative: Decimal, times: Decimal) -> Decimal:
    """Mora of housing: at most `times` (1.5) the remunerative rate (Ley 546 of 1999 art. 19)."""
    return remunerative * times
