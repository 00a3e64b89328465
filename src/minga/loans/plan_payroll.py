"""What money that an employer took from wages would cover: instalments, and nothing beyond them."""

from datetime import date

from minga.kit.money import ZERO, Money
from minga.loans.allocate import Due, allocate
from minga.loans.imputation import order_of
from minga.loans.models import LoanInstalment
from minga.loans.owed import Owed, left_of
from minga.loans.pay_refusals import MoreThanDue
from minga.loans.plan_payment import Covered, PayKind, PaymentPlan


def payroll_dues(owed: Owed, until: date) -> list[tuple[LoanInstalment, Due]]:
    """What is due, and the instalments still to come up to a day, oldest first."""
    due = [(one.row, one.due) for one in owed.due]
    return due + [(row, left_of(row)) for row in owed.ahead if row.due_on <= until]


def plan_payroll(owed: Owed, amount: Money, until: date) -> PaymentPlan:
    """What `amount` would pay of the instalments up to a day. Reading only.

    The oldest first, each by the loan's order of imputation; part of an instalment is taken as it
    comes. Raises MoreThanDue (`limit`: all of them), MissingParameter.
    """
    rows = payroll_dues(owed, until)
    limit = sum((due.total for _, due in rows), ZERO)
    if amount > limit:
        raise MoreThanDue(limit)
    shared = allocate(amount, [due for _, due in rows], order=order_of(owed.loan, owed.on))
    covered = tuple(
        Covered(row, part)
        for (row, _), part in zip(rows, shared.applied, strict=True)
        if part.total
    )
    paid = sum((one.part.capital for one in covered), ZERO)
    return PaymentPlan(PayKind.PAYROLL, covered, None, ZERO, owed.capital - paid)
