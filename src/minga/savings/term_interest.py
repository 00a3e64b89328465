"""What a term deposit (CDAT) earns, what is withheld from it and what an early exit costs."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.kit.rates import compounded, over_years
from minga.kit.refusal import Refusal

PESO = Decimal(1)
BASES = (360, 365)
DAYS_MAX = 36_600


class TermOutOfRange(Refusal):
    """A deposit lasts at least one day, in a year of 360 or 365 days."""

    code = "term_out_of_range"


class DepositNotPositive(Refusal):
    """There is nothing to deposit."""

    code = "deposit_not_positive"


@dataclass(frozen=True, slots=True)
class TermInterest:
    """What the deposit earns and what of it reaches the member: net = interest - retention."""

    interest: Money
    retention: Money

    @property
    def net(self) -> Money:
        """What the member receives besides the capital."""
        return self.interest - self.retention


@dataclass(frozen=True, slots=True)
class EarlyExit:
    """What is paid when a deposit is cancelled: capital - recovered + owed.

    `recovered`: interest already paid beyond what the lower rate earns, taken from the capital.
    `owed`: interest at the lower rate that had not been paid. One of the two is zero.
    """

    interest: Money
    owed: Money
    recovered: Money


@fifty_digits
def interest(
    principal: Money, *, effective_annual: Decimal, days: int, base: int, unit: Decimal = PESO
) -> Money:
    """P * ((1 + EA) ** (days / base) - 1), rounded half up to `unit` pesos.

    Raises DepositNotPositive, TermOutOfRange, RateOutOfRange.
    """
    if principal <= ZERO:
        raise DepositNotPositive(principal=principal)
    if not 1 <= days <= DAYS_MAX or base not in BASES:
        raise TermOutOfRange(days=days, base=base)
    factor = over_years(effective_annual, Decimal(days) / base)
    return principal.times(factor, rounding=ROUND_HALF_UP, unit=unit)


@fifty_digits
def retention(
    earned: Money,
    *,
    days: int,
    rate: Decimal,
    daily_threshold: Decimal | None,
    unit: Decimal = PESO,
) -> Money:
    """The income tax withheld from what was earned (Estatuto Tributario arts. 395-396).

    With a daily threshold (0.055 UVT), a day that reaches it is taxed whole and one that does not
    is not taxed at all (D.1625 of 2016 art. 1.2.4.2.87). None: every peso is taxed, as published
    examples of term deposits do; which of the two a product follows is for its accountant.
    """
    if daily_threshold is not None and earned.amount / days < daily_threshold:
        return ZERO
    return earned.times(rate, rounding=ROUND_HALF_UP, unit=unit)


def term_interest(
    principal: Money,
    *,
    effective_annual: Decimal,
    days: int,
    base: int,
    retention_rate: Decimal,
    daily_threshold: Decimal | None = None,
) -> TermInterest:
    """A deposit held to maturity. Refuses as `interest` does."""
    earned = interest(principal, effective_annual=effective_annual, days=days, base=base)
    withheld = retention(earned, days=days, rate=retention_rate, daily_threshold=daily_threshold)
    return TermInterest(earned, withheld)


def early_exit(
    principal: Money, *, penalty_annual: Decimal, days: int, base: int, already_paid: Money = ZERO
) -> EarlyExit:
    """A deposit cancelled after some days: its interest is counted again at the lower rate."""
    earned = interest(principal, effective_annual=penalty_annual, days=days, base=base)
    return EarlyExit(
        interest=earned,
        owed=max(ZERO, earned - already_paid),
        recovered=max(ZERO, already_paid - earned),
    )


def renewed(principal: Money, result: TermInterest, *, with_interest: bool) -> Money:
    """The capital of the next term: the same, or with its net interest added."""
    return principal + result.net if with_interest else principal


@fifty_digits
def nominal_maturity(
    principal: Money, *, nominal_rate: Decimal, months: int, every_months: int
) -> Decimal:
    """Capital and interest, unrounded, when a nominal rate is added every so many months."""
    growth = compounded(nominal_rate, months=months, every_months=every_months)
    return principal.amount * (1 + growth)
