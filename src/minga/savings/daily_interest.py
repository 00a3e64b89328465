"""What a savings balance earns in a day, and what is withheld from it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from minga.kit.money import CENT, ZERO, Money
from minga.kit.precise import fifty_digits
from minga.kit.rates import periodic

DAYS_IN_YEAR = 365


@dataclass(frozen=True, slots=True)
class DayOfInterest:
    """One day of one product: net = gross - withheld."""

    gross: Money
    withheld: Money

    @property
    def net(self) -> Money:
        """What the member earns that day."""
        return self.gross - self.withheld


@fifty_digits
def daily_yield(
    balance: Money, *, effective_annual: Decimal, days_in_year: int = DAYS_IN_YEAR
) -> Decimal:
    """Unrounded: the day-end balance times (1 + EA) ** (1 / 365) - 1. An overdraft earns nothing.

    A month of it is added up before it is rounded, when it is credited.
    """
    rate = periodic(effective_annual, days_in_year)
    return max(Decimal(0), balance.amount) * rate


@fifty_digits
def linear_daily_yield(
    balance: Money, *, nominal_rate: Decimal, days_in_year: int = DAYS_IN_YEAR
) -> Decimal:
    """Unrounded, when the contract shares a nominal rate out over the year's days."""
    return max(Decimal(0), balance.amount) * nominal_rate / days_in_year


@fifty_digits
def retention_threshold(uvt: Decimal, share: Decimal) -> Decimal:
    """Pesos a day from which yields are withheld from: 0.055 UVT (D.1625/2016 1.2.4.2.87)."""
    return uvt * share


@fifty_digits
def day_of_interest(
    balance: Money, *, effective_annual: Decimal, retention_rate: Decimal, daily_threshold: Decimal
) -> DayOfInterest:
    """A day to the centavo, half up. A day that reaches the threshold is taxed whole; one that does
    not is not taxed at all."""
    exact = daily_yield(balance, effective_annual=effective_annual)
    gross = Money(exact.quantize(CENT, rounding=ROUND_HALF_UP))
    if exact < daily_threshold:
        return DayOfInterest(gross, ZERO)
    return DayOfInterest(gross, gross.times(retention_rate, rounding=ROUND_HALF_UP))
