"""Interest owed to savers: the books against the accruals that have not been paid yet."""

from datetime import date, timedelta
from decimal import Decimal

from minga.day_close.accrual_control import AccrualControl, in_the_books, last_figures
from minga.kit import sql

KEY = "DEP_INT_PAYABLE"
_SAVINGS = """
SELECT COALESCE(sum(c.gross), 0) FROM savings_accrual c
  JOIN savings_savingsaccount a ON a.id = c.product
 WHERE c.business_date >= %s
"""
_TERM = """
SELECT (SELECT COALESCE(sum(c.gross - c.withheld), 0) FROM savings_termdeposit d
          JOIN savings_accrual c ON c.product = d.id AND c.business_date >= d.interest_from)
     + (SELECT COALESCE(sum(i.accrued - i.gross), 0) FROM savings_terminterest i
         WHERE i.settled_in IS NULL)
"""


def interest_payable() -> AccrualControl:
    """As it stands after the last close. Savings are paid on the last day of a month, term deposits
    when they say; what rounding leaves is in the figures of the last close of each step."""
    savings, term = last_figures("savings.interest"), last_figures("savings.term")
    unsettled: Decimal = sql.one(_TERM, [])[0] + _savings(savings.day)
    carry = savings.left("carry") + term.left("carry")
    return AccrualControl(KEY, in_the_books(KEY), unsettled, carry)


def _savings(closed: date | None) -> Decimal:
    """What savings accounts earned since the last credit, also what they brought from elsewhere."""
    since = date.min
    if closed is not None:
        next_day = closed + timedelta(days=1)
        since = next_day if next_day.day == 1 else closed.replace(day=1)
    found: Decimal = sql.one(_SAVINGS, [since])[0]
    return found
