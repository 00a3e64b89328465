"""What a loan owes on a day: what is due by instalment, what is running, and the capital left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.loans.allocate import Due
from minga.loans.collection import unpaid_by_instalment
from minga.loans.due_dates import Frequency, Unit
from minga.loans.models import Loan, LoanInstalment
from minga.loans.mora_terms import mora_between
from minga.loans.period_rates import Effective, years_of_part
from minga.loans.rounding import PESOS


@dataclass(frozen=True, slots=True)
class DueRow:
    """An instalment that is due, or the next one, and what it still owes by part."""

    row: LoanInstalment
    due: Due
    days_late: int
    months_without_cap: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """Everything a loan owes on a day.

    `due`: instalments whose date has come, oldest first; `ahead`: those still to come. `running`:
    interest of the running period up to that day, which an extra payment or a payoff pays.
    `mora_until`: the day up to which mora counts, which may be an earlier one.
    `prepaid`: what was paid of the first one ahead for days still to come, part of it by payroll.
    """

    loan: Loan
    on: date
    due: tuple[DueRow, ...]
    ahead: tuple[LoanInstalment, ...]
    running: Money
    mora_until: date
    prepaid: Money = ZERO

    @property
    def due_total(self) -> Money:
        """What puts the loan up to date."""
        return sum((one.due.total for one in self.due), ZERO)

    @property
    def capital_due(self) -> Money:
        return sum((one.due.capital for one in self.due), ZERO)

    @property
    def capital_ahead(self) -> Money:
        """Capital that is not due yet."""
        return sum((left_of(row).capital for row in self.ahead), ZERO)

    @property
    def capital(self) -> Money:
        """All the capital owed."""
        return self.capital_due + self.capital_ahead

    @property
    def payoff(self) -> Money:
        """What settles the loan on that day: what is due, interest to the day, all the capital."""
        return self.due_total + self.running + self.capital_ahead

    @property
    def days_late(self) -> int:
        return max((one.days_late for one in self.due), default=0)

    @property
    def months_without_cap(self) -> tuple[str, ...]:
        """Months of arrears for which no mora is charged, since their cap was not loaded."""
        return tuple(sorted({month for one in self.due for month in one.months_without_cap}))


def owed(loan: Loan, on: date, *, mora_until: date | None = None) -> Owed:
    """Reading only. `mora_until`: a day before `on` after which nothing bears mora, because the
    money for it was taken from the debtor then. Raises MissingParameter.
    """
    until = min(on, mora_until or on)
    unpaid = LoanInstalment.objects.filter(loan=loan, is_current=True, settled_on=None)
    # One that asks for nothing is over when its day comes (`nothing_asked.sql`).
    nothing = Q(principal=0, interest=0, insurance=0, due_on__lte=on)
    rows = list(unpaid.exclude(nothing).order_by("n"))
    charged = unpaid_by_instalment(loan)
    due = tuple(
        _due_row(loan, row, on, until, charged.get(row.id, ZERO))
        for row in rows
        if row.due_on <= on
    )
    ahead = tuple(row for row in rows if row.due_on > on)
    earned = _earned(loan, ahead, on)
    paid = Money(ahead[0].paid_interest) if ahead else ZERO
    running, prepaid = max(ZERO, earned - paid), max(ZERO, paid - earned)
    return Owed(loan, on, due, ahead, running, until, prepaid)


def left_of(row: LoanInstalment) -> Due:
    """What an instalment still owes, mora and collection apart."""
    return Due(
        insurance=Money(row.insurance - row.paid_insurance),
        interest=Money(row.interest - row.paid_interest),
        capital=Money(row.principal - row.paid_principal),
    )


def _due_row(loan: Loan, row: LoanInstalment, on: date, until: date, collection: Money) -> DueRow:
    left = left_of(row)
    mora = mora_between(loan, left.capital, row.mora_from or row.due_on, until)
    due = Due(
        insurance=left.insurance,
        collection=collection,
        mora=Money(row.mora_due) + mora.amount,
        interest=left.interest,
        capital=left.capital,
    )
    return DueRow(row, due, (on - row.due_on).days, mora.months_without_cap)


def period_start(row: LoanInstalment) -> date:
    """Where its period began, whatever extra payments made it count from a later day."""
    same = LoanInstalment.objects.filter(loan_id=row.loan_id, due_on=row.due_on)
    found: date = same.aggregate(first=Min("starts_on"))["first"]
    return found


def rate_within(loan: Loan, row: LoanInstalment, start: date, end: date) -> Decimal:
    """What one peso earns in some days of the row's period."""
    years = years_of_part(
        start, end, of=(period_start(row), row.due_on), count=DayCount(loan.day_count),
        frequency=Frequency(loan.every, Unit(loan.unit)),
    )  # fmt: skip
    return Effective(loan.rate_ea).over(years)


def _earned(loan: Loan, ahead: Sequence[LoanInstalment], on: date) -> Money:
    """Interest of the days elapsed in the running period, never more than the period's."""
    if not ahead or ahead[0].starts_on >= on:
        return ZERO
    row = ahead[0]
    earned = PESOS.amount((row.principal + row.balance) * rate_within(loan, row, row.starts_on, on))
    return min(earned, Money(row.interest))
