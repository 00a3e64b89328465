"""What a plan of payments costs: in pesos, and as one effective annual rate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.kit.time_value import annual_return
from minga.loans.due_dates import MONTHLY
from minga.loans.period_rates import period_years

SHOWN = Decimal("0.0001")  # two decimals of a percentage


@dataclass(frozen=True, slots=True)
class QuotedInstalment:
    """What is paid on a day: capital, interest and insurance; `balance` is owed after it."""

    n: int
    due_on: date
    principal: Money
    interest: Money
    insurance: Money
    balance: Money

    @property
    def total(self) -> Money:
        return self.principal + self.interest + self.insurance


@dataclass(frozen=True, kw_only=True)
class PlanCost:
    """The instalments of a loan that is handed out whole on a day."""

    amount: Money
    on: date
    day_count: DayCount
    grace: int
    instalments: tuple[QuotedInstalment, ...]

    @property
    def interest(self) -> Money:
        return sum((one.interest for one in self.instalments), ZERO)

    @property
    def insurance(self) -> Money:
        return sum((one.insurance for one in self.instalments), ZERO)

    @property
    def cost(self) -> Money:
        """What it costs besides the capital."""
        return self.interest + self.insurance

    @property
    def total(self) -> Money:
        return self.amount + self.cost

    @cached_property
    def cost_ea(self) -> Decimal:
        """Interest and insurance as one effective annual rate (E.A.), a fraction.

        The internal rate of return of what is received and paid, with the days counted as the
        contract does: without insurance it is the contract's own rate, but for pesos rounded off.
        """
        dates = [self.on, *(one.due_on for one in self.instalments)]
        years = period_years(dates, count=self.day_count, frequency=MONTHLY)
        return annual_return(
            self.amount.amount,
            [one.total.amount for one in self.instalments],
            [Decimal(at.numerator) / at.denominator for at in accumulate(years)],
        ).quantize(SHOWN)

    @property
    def interest_only(self) -> int:
        """How many of the first instalments pay no capital: those of grace, or of a first period so
        long that it earns more than a level instalment. Where all the capital comes with the last
        one, those of grace alone."""
        before_last = enumerate(self.instalments[:-1])
        return next((n for n, one in before_last if one.principal), self.grace)

    @property
    def usual(self) -> QuotedInstalment:
        """The first instalment after those that pay no capital."""
        return self.instalments[self.interest_only]
