"""A new loan: its frozen terms, its plan of payments and its empty account in the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from minga.kit import sql
from minga.kit.day_count import DayCount, year_fraction
from minga.kit.ids import uuid7
from minga.kit.money import Money
from minga.ledger import accounts
from minga.loans.due_dates import Frequency, Unit, due_dates, monthly_on
from minga.loans.insurance import insurance_lines
from minga.loans.models import (
    Loan,
    LoanAccount,
    LoanClass,
    LoanInstalment,
    Modality,
    ScheduleVersion,
)
from minga.loans.period_rates import Effective
from minga.loans.plan import Method, Terms, plan
from minga.loans.rounding import PESOS
from minga.loans.schedule import Schedule

MONTHS = 12
NORMAL = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLoan:
    """What the contract freezes. Rates are effective annual, as fractions.

    `pay_day`: the day of the month on which it is paid, from the first that is at least
    `first_days_min` days away; None counts the months from the day of the money. `first_due` only
    when the first period is shorter or longer than the others for another reason.
    """

    member_id: UUID
    line_id: UUID
    modality: Modality
    by_payroll: bool
    principal: Money
    disbursed_on: date
    rate_ea: Decimal
    mora_rate_ea: Decimal
    insurance_monthly: Decimal
    method: Method
    day_count: DayCount
    periods: int
    every: int = 1
    unit: Unit = Unit.MONTHS
    grace: int = 0
    pay_day: int | None = None
    first_days_min: int = 1
    first_due: date | None = None
    request_id: UUID | None = None

    @property
    def terms(self) -> Terms:
        """As the plan reads them. Raises what `due_dates` and `Terms` do."""
        return Terms(
            principal=self.principal,
            rate=Effective(self.rate_ea),
            dates=self.dates,
            frequency=Frequency(self.every, self.unit),
            count=self.day_count,
            method=self.method,
            grace=self.grace,
            rounding=PESOS,
        )

    @property
    def dates(self) -> tuple[date, ...]:
        """The day of the money and every due date. Raises what `due_dates` does."""
        if self.pay_day is not None:
            return monthly_on(
                self.pay_day, start=self.disbursed_on, periods=self.periods,
                days_min=self.first_days_min,
            )  # fmt: skip
        return due_dates(
            start=self.disbursed_on, periods=self.periods, first_due=self.first_due,
            frequency=Frequency(self.every, self.unit),
        )  # fmt: skip


def planned(new: NewLoan) -> tuple[Schedule, tuple[Money, ...]]:
    """The schedule, and the insurance that comes with each of its instalments."""
    terms = new.terms
    schedule = plan(terms)
    return schedule, insured(schedule, terms.dates, new.insurance_monthly)


def insured(schedule: Schedule, dates: Sequence[date], monthly_rate: Decimal) -> tuple[Money, ...]:
    """The insurance of each instalment, for the months between the dates (days as 30/360)."""
    months = [
        _decimal(year_fraction(start, end, DayCount.THIRTY_360) * MONTHS)
        for start, end in pairwise(dates)
    ]
    return insurance_lines(schedule, monthly_rate=monthly_rate, months=months, rounding=PESOS)


def book_loan(
    new: NewLoan, *, order_key: UUID | None, at: datetime, order_hash: bytes = b""
) -> Loan:
    """Writes the loan, its plan and its account, in the caller's transaction; no money moves.

    The caller posts the principal to `capital_account(loan)`. Raises the refusals of a plan.
    """
    schedule, insurance = planned(new)
    (number,) = sql.one("SELECT nextval('loans_loan_number')", [])
    loan = Loan.objects.create(
        id=uuid7(), number=f"CRE-{number:08d}", member_id=new.member_id, line_id=new.line_id,
        request_id=new.request_id, modality=new.modality, by_payroll=new.by_payroll,
        principal=new.principal.amount, disbursed_on=new.disbursed_on, rate_ea=new.rate_ea,
        mora_rate_ea=new.mora_rate_ea, insurance_monthly=new.insurance_monthly, method=new.method,
        day_count=new.day_count, every=new.every, unit=new.unit, grace=new.grace,
        order_key=order_key, order_hash=order_hash, interest_paid_until=new.disbursed_on,
    )  # fmt: skip
    account_of(loan, NORMAL)
    LoanClass.objects.create(
        loan=loan, from_date=new.disbursed_on, days_past_due=0, own=NORMAL, category=NORMAL
    )
    version = ScheduleVersion.objects.create(
        loan=loan, version=1, from_date=new.disbursed_on, why="disbursed", made_at=at
    )
    write_rows(version, schedule, insurance, first_start=new.disbursed_on)
    return loan


def write_rows(
    version: ScheduleVersion,
    schedule: Schedule,
    insurance: Sequence[Money],
    *,
    first_start: date,
    first_n: int = 1,
) -> None:
    """The rows of a version of the plan, numbered from `first_n` on."""
    starts = [first_start, *(row.due_date for row in schedule.instalments)]
    LoanInstalment.objects.bulk_create(
        LoanInstalment(
            schedule=version, loan_id=version.loan_id, n=first_n + row.n - 1, starts_on=start,
            due_on=row.due_date, principal=row.principal.amount, interest=row.interest.amount,
            insurance=premium.amount, balance=row.balance.amount,
        )
        for row, start, premium in zip(schedule.instalments, starts, insurance, strict=False)
    )  # fmt: skip


def chart_key(modality: str, category: str, *, by_payroll: bool) -> str:
    """The chart key of a loan's capital, such as LOANS_CONSUMO_PAYROLL_B."""
    return f"LOANS_{modality}{'_PAYROLL' if by_payroll else ''}_{category}"


def account_of(loan: Loan, category: str) -> int:
    """The ledger account of the loan's capital in a category; opened when it has none yet."""
    found = LoanAccount.objects.filter(loan=loan, category=category).first()
    if found is None:
        key = chart_key(loan.modality, category, by_payroll=loan.by_payroll)
        opened = accounts.open_member_accounts(key, "loan", [loan.id])
        found = LoanAccount.objects.create(
            loan=loan, category=category, ledger_account_id=opened[loan.id]
        )
    return found.ledger_account_id


def capital_account(loan: Loan) -> int:
    """Where the loan's capital stands now."""
    return account_of(loan, loan.category)


def _decimal(years: Fraction) -> Decimal:
    return Decimal(years.numerator) / years.denominator
