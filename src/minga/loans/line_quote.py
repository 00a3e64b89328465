"""What a loan of a line would cost: the same plan that would be signed."""

from dataclasses import dataclass
from datetime import date

from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.loans.book_loan import insured
from minga.loans.due_dates import due_dates
from minga.loans.lines import Line
from minga.loans.period_rates import Effective
from minga.loans.plan import Method, Terms, plan
from minga.loans.rounding import PESOS
from minga.loans.schedule import Schedule


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


@dataclass(frozen=True, slots=True)
class LineQuote:
    """A loan of a line as it would be if it were handed out on a day."""

    line: Line
    amount: Money
    periods: int
    method: Method
    on: date
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


def check_fits(line: Line, *, amount: Money, periods: int, method: Method) -> None:
    """Raises AmountOutsideLine, PeriodsOutsideLine, MethodNotOffered."""
    if not line.amount_min <= amount <= line.amount_max:
        raise AmountOutsideLine(line)
    if not line.periods_min <= periods <= line.periods_max:
        raise PeriodsOutsideLine(line)
    if method not in line.methods:
        raise MethodNotOffered(line)


def quote_line(line: Line, *, amount: Money, periods: int, method: Method, on: date) -> LineQuote:
    """The loan handed out on a day and paid each month from then on.

    Raises what `check_fits` and `plan` do; PrincipalNotPositive also for centavos.
    """
    check_fits(line, amount=amount, periods=periods, method=method)
    dates = due_dates(start=on, periods=periods)
    schedule = plan(
        Terms(
            principal=amount, rate=Effective(line.rate_ea), dates=dates, count=line.day_count,
            method=method, rounding=PESOS,
        )
    )  # fmt: skip
    insurance = insured(schedule, dates, line.insurance_monthly)
    return LineQuote(line, amount, periods, method, on, _rows(schedule, insurance))


def _rows(schedule: Schedule, insurance: tuple[Money, ...]) -> tuple[QuotedInstalment, ...]:
    return tuple(
        QuotedInstalment(row.n, row.due_date, row.principal, row.interest, premium, row.balance)
        for row, premium in zip(schedule.instalments, insurance, strict=True)
    )
