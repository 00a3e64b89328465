"""Level instalments («cuota fija»): the same amount each time, interest first, capital with the
rest."""

from collections.abc import Sequence
from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.loans.rounding import Rounding

ONE = Decimal(1)
HUNDRED = Decimal(100)
EVENED_MAX = 3  # as often as the system whose schedules these are


@fifty_digits
def level_instalment(principal: Money, rates: Sequence[Decimal]) -> Decimal:
    """The unrounded instalment: P * (1+r1)...(1+rn) / f(n), with f(1) = 1 and
    f(i) = f(i-1) * (1+ri) + 1; for equal rates it is P * r / (1 - (1+r) ** -n)."""
    grown, divisor = ONE + rates[0], ONE
    for rate in rates[1:]:
        grown *= ONE + rate
        divisor = divisor * (ONE + rate) + ONE
    return principal.amount * grown / divisor


@fifty_digits
def french(
    principal: Money, rates: Sequence[Decimal], *, rounding: Rounding, grace: int = 0
) -> tuple[Money, ...]:
    """The capital of each instalment. During grace only interest is paid.

    A first period so long that its interest alone exceeds the level instalment is paid as grace is:
    only its interest; debt never grows.
    """
    exact = level_instalment(principal, rates[grace:])
    while grace < len(rates) - 1 and exact < principal.amount * rates[grace]:
        grace += 1
        exact = level_instalment(principal, rates[grace:])
    level = rounding.instalment(exact)
    capitals = french_of(level, principal, rates, rounding=rounding, grace=grace)
    if not rounding.even_last:
        return capitals
    return _evened(level, capitals, principal, rates, rounding=rounding, grace=grace)


@fifty_digits
def french_of(
    level: Money,
    principal: Money,
    rates: Sequence[Decimal],
    *,
    rounding: Rounding,
    grace: int = 0,
) -> tuple[Money, ...]:
    """The capital of each instalment when its level is given; the last one takes what is left."""
    balance = principal
    capitals = []
    for number, rate in enumerate(rates[:-1]):
        capital = ZERO
        if number >= grace:
            capital = max(ZERO, min(balance, level - rounding.amount(balance.amount * rate)))
        capitals.append(capital)
        balance -= capital
    return (*capitals, balance)


def _evened(
    level: Money,
    capitals: tuple[Money, ...],
    principal: Money,
    rates: Sequence[Decimal],
    *,
    rounding: Rounding,
    grace: int,
) -> tuple[Money, ...]:
    """The same, with the last instalment's difference spread while that makes it smaller."""
    count = len(rates) - grace
    gap = _last_gap(level, capitals, rates, rounding)
    for _ in range(EVENED_MAX):
        if count < 2 or abs(gap.amount) * HUNDRED <= count // 2:
            break
        spread = level + rounding.amount(gap.amount / count)
        if spread == level or spread <= ZERO:
            break
        tried = french_of(spread, principal, rates, rounding=rounding, grace=grace)
        new_gap = _last_gap(spread, tried, rates, rounding)
        if abs(new_gap.amount) >= abs(gap.amount):
            break
        level, capitals, gap = spread, tried, new_gap
    return capitals


def _last_gap(
    level: Money, capitals: Sequence[Money], rates: Sequence[Decimal], rounding: Rounding
) -> Money:
    last = capitals[-1]
    return last + rounding.amount(last.amount * rates[-1]) - level
