"""What an account earned month by month, as its page shows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import Sum

from minga.kit.money import CENT, Money
from minga.kit.months import add_months
from minga.savings.models import Accrual, InterestCredit

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MonthOfInterest:
    """One month; `is_running` while it was not credited: then it is what was earned so far."""

    month: date
    gross: Money
    withheld: Money
    is_running: bool = False

    @property
    def net(self) -> Money:
        return self.gross - self.withheld


def interest_by_month(account_id: UUID, opened_on: date, today: date) -> list[MonthOfInterest]:
    """The last twelve months from the opening on, this one first; also those without interest."""
    this = today.replace(day=1)
    first = max(add_months(this, 1 - MONTHS_SHOWN), opened_on.replace(day=1))
    credited = {
        one.month: one
        for one in InterestCredit.objects.filter(account_id=account_id, month__gte=first)
    }
    months = []
    month = this
    while month >= first:
        there = credited.get(month)
        if there is not None:
            months.append(MonthOfInterest(month, Money(there.gross), Money(there.withheld)))
        else:
            months.append(_running(account_id, month, is_running=month == this))
        month = add_months(month, -1)
    return months


def _running(account_id: UUID, month: date, *, is_running: bool) -> MonthOfInterest:
    """What the days of this month earned so far, never more; a past month without a credit earned
    less than a peso."""
    if not is_running:
        return MonthOfInterest(month, Money(Decimal(0)), Money(Decimal(0)))
    # Day by day, as the index of accruals is: a range of days would read everybody's.
    days = [month + timedelta(days=n) for n in range(31)]
    found = Accrual.objects.filter(business_date__in=days, product=account_id)
    total = found.aggregate(gross=Sum("gross"), withheld=Sum("withheld"))
    return MonthOfInterest(
        month, _down(total["gross"]), _down(total["withheld"]), is_running=is_running
    )


def _down(total: Decimal | None) -> Money:
    return Money((total or Decimal(0)).quantize(CENT, rounding=ROUND_DOWN))
