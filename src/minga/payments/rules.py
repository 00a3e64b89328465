"""Pure rules of moving money."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from minga.kit.money import CENT, ZERO, Money

PESO = Decimal(1)


def gmf(amount: Money, *, rate: Decimal) -> Money:
    """The 4x1000 on a disposal of funds, rounded half up to the peso per operation.

    Source: Estatuto Tributario arts. 871-872; the rounding is a product choice. A rate of 0 means
    exempt.
    """
    return amount.times(rate, rounding=ROUND_HALF_UP, unit=PESO)


def most_transferable(available: Money, *, rate: Decimal, exempt: Money = ZERO) -> Money:
    """The largest amount that, with its tax, still fits in what is available.

    `exempt`: how much of it bears no tax.
    """
    if available <= ZERO:
        return ZERO
    if exempt > ZERO:
        free = min(available, exempt)
        return free + most_transferable(available - free, rate=rate)
    # With a tax of t whole pesos at most `available - t` can be moved; t is near rate * available
    # / (1 + rate).
    near = int(available.amount * rate / (1 + rate))
    fitting = [
        candidate
        for tax in range(max(0, near - 1), near + 3)
        if (candidate := _largest_taxed_at_most(tax, available, rate)) > ZERO
        and candidate + gmf(candidate, rate=rate) <= available
    ]
    return max(fitting, default=ZERO)


def _largest_taxed_at_most(tax: int, available: Money, rate: Decimal) -> Money:
    rest = available - Money.of(tax)
    if not rate:
        return rest
    # The tax rounds to `tax` below (tax + 0.5) / rate; the last centavo before that still does.
    edge = (tax + Decimal("0.5")) / rate
    last = edge.quantize(CENT, rounding=ROUND_DOWN)
    last = last - CENT if last == edge else last
    return min(rest, Money(last))
