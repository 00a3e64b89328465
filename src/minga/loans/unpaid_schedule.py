"""A schedule whose instalments fell due unpaid, told again with interest on all the capital owed.

Ours charges mora on overdue capital instead (`overdue_interest.py`); this is how contracts that
recalculate do it, and how their published numbers are reproduced.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from minga.kit.money import ZERO
from minga.kit.precise import fifty_digits
from minga.loans.rounding import Rounding
from minga.loans.schedule import Schedule, rows


@fifty_digits
def unpaid_schedule(
    schedule: Schedule, rates: Sequence[Decimal], *, as_of: date, rounding: Rounding
) -> Schedule:
    """Nothing was paid: until `as_of` each period earns on the whole capital.

    The instalments keep their level, the last one takes what is left.
    """
    first = schedule.instalments[0]
    owed = first.balance + first.principal
    left, capitals, interests = owed, [], []
    for row, rate in zip(schedule.instalments, rates, strict=True):
        base = owed if row.due_date <= as_of else left
        interest = rounding.amount(base.amount * rate)
        capital = left if row.n == len(rates) else min(left, max(ZERO, row.instalment - interest))
        left -= capital
        capitals.append(capital)
        interests.append(interest)
    dues = [row.due_date for row in schedule.instalments]
    return Schedule(rows(owed, capitals=capitals, interests=interests, dues=dues))
