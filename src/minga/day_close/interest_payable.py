"""Interest owed to savers: the books against the accruals that have not been paid yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from minga.day_close.models import DayStep
from minga.kit import sql
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.ledger.accounts import internal_account

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


@dataclass(frozen=True, slots=True)
class InterestPayable:
    """What the books owe, what the accruals say, and what of them is under a centavo still.

    `unsettled` and `carry` have six decimals; the books follow them to the centavo.
    """

    books: Money
    unsettled: Decimal
    carry: Decimal

    @property
    def accruals(self) -> Decimal:
        """What the books must show."""
        return self.unsettled - self.carry

    @property
    def agrees(self) -> bool:
        return self.books.amount == self.accruals


def interest_payable() -> InterestPayable:
    """As it stands after the last close. Savings are paid on the last day of a month, term deposits
    when they say; what rounding leaves is in the figures of the last close of each step."""
    savings, term = (_last(step) for step in ("savings.interest", "savings.term"))
    account = internal_account("DEP_INT_PAYABLE")
    unsettled: Decimal = sql.one(_TERM, [])[0] + _savings(savings.day_id if savings else None)
    carry = sum((_carry(one) for one in (savings, term) if one is not None), Decimal(0))
    return InterestPayable(ledger.balances([account])[account].total, unsettled, carry)


def _savings(closed: date | None) -> Decimal:
    """What savings accounts earned since the last credit, also what they brought from elsewhere."""
    since = date.min
    if closed is not None:
        next_day = closed + timedelta(days=1)
        since = next_day if next_day.day == 1 else closed.replace(day=1)
    found: Decimal = sql.one(_SAVINGS, [since])[0]
    return found


def _last(step: str) -> DayStep | None:
    return DayStep.objects.filter(step=step).order_by("-day_id").first()


def _carry(one: DayStep) -> Decimal:
    figures: dict[str, str] = one.figures
    carries = [value for name, value in figures.items() if name.split(".")[-1] == "carry"]
    return sum((Decimal(value) for value in carries), Decimal(0))
