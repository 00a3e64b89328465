"""The time value of money in exact numbers: payment, its interest and capital, periods, return.

Signs as spreadsheets write them: money received is positive, money paid is negative.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from minga.kit.precise import exact, fifty_digits
from minga.kit.refusal import Refusal

ZERO = Decimal(0)
ONE = Decimal(1)
CLOSE_ENOUGH = Decimal("1e-30")
HALVINGS_MAX = 400
# A rate that people read needs few digits, and an exponential of fifty takes its time.
DIGITS_OF_RETURN = 20
CLOSE_FORCE = Decimal("1e-8")
STEPS_MAX = 100


class NoReturn(Refusal):
    """No rate of return exists between -99 % and 1 000 000 % a period for those flows."""

    code = "no_return"


@fifty_digits
def payment(rate: Decimal, periods: int, present: Decimal, *, begin: bool = False) -> Decimal:
    """The level payment that pays `present` off; `begin` when it is made in advance."""
    if rate == 0:
        return -present / periods
    level = -present * rate / (ONE - (ONE + rate) ** -periods)
    return level / (ONE + rate) if begin else level


@fifty_digits
def interest_part(
    rate: Decimal, period: int, periods: int, present: Decimal, *, begin: bool = False
) -> Decimal:
    """The interest inside the payment of that period, counted from 1."""
    if begin and period == 1:
        return ZERO
    level = payment(rate, periods, present, begin=begin)
    grown = (ONE + rate) ** (period - 1)
    paid = level * ((grown - ONE) / rate if rate else period - 1)
    # In advance, the payment of the period is made before its interest is earned.
    factor = ONE + rate if begin else ONE
    return -(present * grown + paid * factor) * rate / factor


@fifty_digits
def capital_part(
    rate: Decimal, period: int, periods: int, present: Decimal, *, begin: bool = False
) -> Decimal:
    """The capital inside the payment of that period."""
    level = payment(rate, periods, present, begin=begin)
    return level - interest_part(rate, period, periods, present, begin=begin)


@fifty_digits
def periods_needed(rate: Decimal, level: Decimal, present: Decimal, future: Decimal) -> Decimal:
    """How many payments take `present` to `future`."""
    if rate == 0:
        return -(future + present) / level
    once = level / rate
    return ((once - future) / (once + present)).ln() / (ONE + rate).ln()


@fifty_digits
def rate_of_return(flows: Sequence[int | Decimal]) -> Decimal:
    """The rate per period at which the flows are worth nothing today. Raises NoReturn."""
    amounts = [exact(flow) for flow in flows]
    low, high = Decimal("-0.99"), Decimal(10_000)
    at_low = _worth(amounts, low)
    if at_low * _worth(amounts, high) > 0:
        raise NoReturn(flows=list(flows))
    for _ in range(HALVINGS_MAX):
        middle = (low + high) / 2
        worth = _worth(amounts, middle)
        if worth == 0 or high - low < CLOSE_ENOUGH:
            return middle
        if worth * at_low > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def annual_return(received: Decimal, paid: Sequence[Decimal], years: Sequence[Decimal]) -> Decimal:
    """The effective annual rate at which what is paid, so many years later each, is worth what was
    received: Newton's steps on its logarithm, where the sum is convex. Raises NoReturn when what is
    paid is not above zero, or has no such rate."""
    if received <= 0 or sum(paid, start=ZERO) <= 0:
        raise NoReturn(received=received)
    force = ZERO
    with localcontext(prec=DIGITS_OF_RETURN):
        for _ in range(STEPS_MAX):
            worths = [amount * (-force * at).exp() for amount, at in zip(paid, years, strict=True)]
            slope = sum((worth * at for worth, at in zip(worths, years, strict=True)), start=ZERO)
            step = (sum(worths, start=ZERO) - received) / slope
            force += step
            if abs(step) < CLOSE_FORCE:
                return force.exp() - ONE
    raise NoReturn(received=received)


def _worth(amounts: Sequence[Decimal], rate: Decimal) -> Decimal:
    return sum(
        (amount / (ONE + rate) ** number for number, amount in enumerate(amounts)), start=ZERO
    )
