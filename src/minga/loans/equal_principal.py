"""Equal principal («abono constante a capital»): the same capital each time, falling interest."""

from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.loans.rounding import Rounding


@fifty_digits
def equal_principal(
    principal: Money, periods: int, *, rounding: Rounding, grace: int = 0
) -> tuple[Money, ...]:
    """The capital of each instalment, none during grace; the last one takes what is left."""
    share = rounding.amount(principal.amount / Decimal(periods - grace))
    balance = principal
    capitals = []
    for number in range(periods - 1):
        capital = min(share, balance) if number >= grace else ZERO
        capitals.append(capital)
        balance -= capital
    return (*capitals, balance)
