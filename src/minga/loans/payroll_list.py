"""What employers are asked to take from wages in a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minga.kit.money import ZERO, Money
from minga.kit.months import last_day
from minga.loans.models import Loan
from minga.loans.owed import owed
from minga.loans.plan_payroll import payroll_dues


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """One loan in a month's list. `due_on`: of its last instalment in it; `count`: how many."""

    nit: str
    employer: str
    document_type: str
    document_number: str
    member: str
    loan: str
    due_on: date
    count: int
    amount: Money


def month_end(month: date) -> date:
    """The last day of that day's month."""
    return month.replace(day=last_day(month.year, month.month))


def payroll_list(month: date, *, on: date, nit: str = "") -> Iterator[PayrollRow]:
    """Living loans of lines with an employer, by employer and number; of one employer with `nit`.

    The amount is what is due on the day of the list, mora and all, and every instalment that falls
    due up to the end of the month. Raises MissingParameter.
    """
    loans = Loan.objects.filter(end=None, line__employer__isnull=False, disbursed_on__lte=on)
    if nit:
        loans = loans.filter(line__employer__nit=nit)
    found = loans.select_related("line__employer", "member")
    for loan in found.order_by("line__employer__name", "line__employer__nit", "number"):
        rows = payroll_dues(owed(loan, on), month_end(month))
        employer, member = loan.line.employer, loan.member
        if rows and employer is not None:
            yield PayrollRow(
                nit=employer.nit, employer=employer.name, document_type=member.document_type,
                document_number=member.document_number, member=member.full_name,
                loan=loan.number, due_on=rows[-1][0].due_on, count=len(rows),
                amount=sum((due.total for _, due in rows), ZERO),
            )  # fmt: skip
