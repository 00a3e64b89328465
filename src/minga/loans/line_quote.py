"""What a loan of a line would cost: the same plan that would be signed."""

from dataclasses import dataclass
from datetime import date

from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.book_loan import insured
from minga.loans.due_dates import due_dates, monthly_on
from minga.loans.lines import Line
from minga.loans.period_rates import Effective
from minga.loans.plan import Method, Terms, plan
from minga.loans.plan_cost import PlanCost, QuotedInstalment
from minga.loans.rounding import PESOS
from minga.loans.schedule import Schedule

__all__ = [
    "AmountOutsideLine", "GraceOutsideLine", "LineQuote", "MethodNotOffered", "PayDayNotOffered",
    "PeriodsOutsideLine", "QuotedInstalment", "check_fits", "quote_line", "quoted",
]  # fmt: skip


class AmountOutsideLine(Refusal):
    """The line lends from `minimum` to `maximum`."""

    code = "amount_outside_line"

    def __init__(self, line: Line) -> None:
        super().__init__(minimum=line.amount_min, maximum=line.amount_max)
        self.minimum, self.maximum = line.amount_min, line.amount_max


class PeriodsOutsideLine(Refusal):
    """The line is paid in from `fewest` to `most` instalments."""

    code = "periods_outside_line"

    def __init__(self, line: Line) -> None:
        super().__init__(fewest=line.periods_min, most=line.periods_max)
        self.fewest, self.most = line.periods_min, line.periods_max


class MethodNotOffered(Refusal):
    """The line is repaid in other ways: `methods`."""

    code = "method_not_offered"

    def __init__(self, line: Line) -> None:
        super().__init__(methods=line.methods)
        self.methods = line.methods


class GraceOutsideLine(Refusal):
    """The line lets at most `most` of those instalments pass without capital."""

    code = "grace_outside_line"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
        self.most = most


class PayDayNotOffered(Refusal):
    """The line is paid on other days of the month: `days`; or none can be chosen."""

    code = "pay_day_not_offered"

    def __init__(self, line: Line) -> None:
        super().__init__(days=line.pay_days)
        self.days = line.pay_days


@dataclass(frozen=True, kw_only=True)
class LineQuote(PlanCost):
    """A loan of a line as it would be if it were handed out on a day."""

    line: Line
    periods: int
    method: Method
    pay_day: int | None


def check_fits(
    line: Line,
    *,
    amount: Money,
    periods: int,
    method: Method,
    grace: int = 0,
    pay_day: int | None = None,
) -> None:
    """Raises AmountOutsideLine, PeriodsOutsideLine, MethodNotOffered, GraceOutsideLine,
    PayDayNotOffered."""
    if not line.amount_min <= amount <= line.amount_max:
        raise AmountOutsideLine(line)
    if not line.periods_min <= periods <= line.periods_max:
        raise PeriodsOutsideLine(line)
    if method not in line.methods:
        raise MethodNotOffered(line)
    # All the capital comes with the last instalment of a bullet: there is nothing to put off.
    most = 0 if method is Method.BULLET else min(line.grace_max, periods - 1)
    if not 0 <= grace <= most:
        raise GraceOutsideLine(most)
    if pay_day is not None and pay_day not in line.pay_days:
        raise PayDayNotOffered(line)


def quote_line(
    line: Line,
    *,
    amount: Money,
    periods: int,
    method: Method,
    on: date,
    grace: int = 0,
    pay_day: int | None = None,
) -> LineQuote:
    """The loan handed out on a day and paid each month: from then on, or on the day chosen.

    `grace`: how many of the first instalments pay no capital. Raises what `check_fits` and `plan`
    do; PrincipalNotPositive also for centavos.
    """
    check_fits(line, amount=amount, periods=periods, method=method, grace=grace, pay_day=pay_day)
    dates = (
        due_dates(start=on, periods=periods)
        if pay_day is None
        else monthly_on(pay_day, start=on, periods=periods, days_min=line.first_days_min)
    )
    schedule = plan(
        Terms(
            principal=amount, rate=Effective(line.rate_ea), dates=dates, count=line.day_count,
            method=method, grace=grace, rounding=PESOS,
        )
    )  # fmt: skip
    insurance = insured(schedule, dates, line.insurance_monthly)
    return LineQuote(
        amount=amount, on=on, day_count=line.day_count, grace=grace,
        instalments=quoted(schedule, insurance), line=line, periods=periods, method=method,
        pay_day=pay_day,
    )  # fmt: skip


def quoted(schedule: Schedule, insurance: tuple[Money, ...]) -> tuple[QuotedInstalment, ...]:
    """Each instalment of a schedule with its insurance."""
    return tuple(
        QuotedInstalment(row.n, row.due_date, row.principal, row.interest, premium, row.balance)
        for row, premium in zip(schedule.instalments, insurance, strict=True)
    )
