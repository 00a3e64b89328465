"""From a loan's terms to its schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.kit.precise import fifty_digits
from minga.loans.bullet import bullet
from minga.loans.due_dates import MONTHLY, Frequency, in_order
from minga.loans.equal_principal import equal_principal
from minga.loans.french import french
from minga.loans.period_rates import PeriodCount, YearlyRate, period_rates
from minga.loans.refusals import DatesOutOfOrder, GraceTooLong, PrincipalNotPositive
from minga.loans.rounding import PESOS, Rounding
from minga.loans.schedule import Schedule, interests_of, rows


class Method(StrEnum):
    """How capital is repaid."""

    FRENCH = "french"
    EQUAL_PRINCIPAL = "equal-principal"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the contract freezes. `dates` are the disbursement and every due date.

    `period_start`: where the first period begins, when the loan is handed out later in it.
    `grace`: how many of the first instalments pay interest but no capital; they are part of the
    periods, so that the rest repay the whole loan.
    """

    principal: Money
    rate: YearlyRate
    dates: tuple[date, ...]
    frequency: Frequency = MONTHLY
    count: PeriodCount = DayCount.THIRTY_360
    method: Method = Method.FRENCH
    grace: int = 0
    rounding: Rounding = PESOS
    period_start: date | None = None

    def __post_init__(self) -> None:
        in_order(self.dates)
        if self.period_start and self.period_start > self.dates[0]:
            raise DatesOutOfOrder(earlier=self.period_start, later=self.dates[0])
        if self.principal <= ZERO or not self.rounding.fits(self.principal):
            raise PrincipalNotPositive(principal=self.principal)
        if not 0 <= self.grace < len(self.dates) - 1:
            raise GraceTooLong(grace=self.grace, periods=len(self.dates) - 1)


def plan(terms: Terms) -> Schedule:
    """The schedule of the terms.

    Each period: balance times the period's rate, rounded; the last instalment repays what is left.
    """
    rates = period_rates(
        terms.dates, rate=terms.rate, count=terms.count,
        frequency=terms.frequency, period_start=terms.period_start,
    )  # fmt: skip
    return plan_of(
        terms.principal, rates, dues=terms.dates[1:],
        method=terms.method, grace=terms.grace, rounding=terms.rounding,
    )  # fmt: skip


@fifty_digits
def plan_of(
    principal: Money,
    rates: Sequence[Decimal],
    *,
    dues: Sequence[date],
    method: Method,
    rounding: Rounding,
    grace: int = 0,
) -> Schedule:
    """The schedule of a capital whose periods' rates are known."""
    if method is Method.FRENCH:
        capitals = french(principal, rates, rounding=rounding, grace=grace)
    elif method is Method.EQUAL_PRINCIPAL:
        capitals = equal_principal(principal, len(rates), rounding=rounding, grace=grace)
    else:
        capitals = bullet(principal, len(rates))
    return with_capitals(principal, capitals, rates, dues=dues, rounding=rounding)


@fifty_digits
def with_capitals(
    principal: Money,
    capitals: Sequence[Money],
    rates: Sequence[Decimal],
    *,
    dues: Sequence[date],
    rounding: Rounding,
) -> Schedule:
    """The schedule in which each instalment repays that capital."""
    interests = interests_of(principal, capitals, rates, rounding)
    return Schedule(rows(principal, capitals=capitals, interests=interests, dues=dues))
