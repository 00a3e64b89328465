"""Debtors' life insurance («vida deudores»): its own line, money of the insurer and no income."""

from collections.abc import Sequence
from decimal import Decimal

from minga.kit.money import Money
from minga.kit.precise import fifty_digits
from minga.kit.rates import RateOutOfRange
from minga.loans.rounding import Rounding
from minga.loans.schedule import Schedule


@fifty_digits
def insurance_lines(
    schedule: Schedule,
    *,
    monthly_rate: Decimal,
    months: int | Sequence[Decimal],
    rounding: Rounding,
) -> tuple[Money, ...]:
    """What each instalment carries for insurance: the balance before it, times the monthly rate,
    times its months (one number for all, or one for each). Raises RateOutOfRange."""
    if not 0 <= monthly_rate <= 1:
        raise RateOutOfRange(rate=monthly_rate)
    rows = schedule.instalments
    each = [Decimal(months)] * len(rows) if isinstance(months, int) else list(months)
    return tuple(
        rounding.amount((row.balance + row.principal).amount * monthly_rate * count)
        for row, count in zip(rows, each, strict=True)
    )
