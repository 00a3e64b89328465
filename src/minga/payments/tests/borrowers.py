"""Members with a loan, for tests of payments and of the day's close."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.loans.book_loan import NewLoan
from minga.loans.models import Loan, LoanAccount
from minga.loans.owed import Owed, owed
from minga.loans.plan_payment import PayKind
from minga.loans.tests.lent import new_loan
from minga.payments.disburse_loan import disburse_loan
from minga.payments.pay_loan import LoanOrder, PaidLoan, pay_loan
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.models import SavingsAccount

DISBURSED = date(2025, 9, 15)
DAY = timedelta(days=1)


def at(day: date) -> datetime:
    """Ten in the morning in Colombia."""
    return datetime.combine(day, time(15), tzinfo=UTC)


def borrower(
    name: str = "Marta", *, savings: int = 20_000_000, on: date = DISBURSED, **changes: object
) -> Loan:
    """A member whose savings hold that much besides a loan that was just handed out."""
    who = person(name)
    if savings:
        deposit(who.savings, savings, on=on - DAY)
    return lent(who, new_loan(who.id, on, **changes))


def lent(who: Person, new: NewLoan) -> Loan:
    done = disburse_loan(
        new=new, pays_to=who.savings, key=ids.uuid7(), actor="staff:ana", at=at(new.disbursed_on)
    )
    return Loan.objects.get(id=done.id)


def savings_of(loan: Loan) -> UUID:
    """The debtor's first account. Ids made in one millisecond have no order of their own."""
    found = SavingsAccount.objects.filter(member_id=loan.member_id).order_by("number").first()
    assert found is not None
    return found.id


def holds(loan: Loan) -> Money:
    """What that account holds."""
    account = SavingsAccount.objects.get(id=savings_of(loan)).ledger_account_id
    return ledger.balances([account])[account].total


def capital_in_books(loan: Loan) -> Money:
    """All categories together."""
    accounts = list(
        LoanAccount.objects.filter(loan=loan).values_list("ledger_account_id", flat=True)
    )
    return sum((one.total for one in ledger.balances(accounts).values()), ZERO)


def owes(loan: Loan, day: date) -> Owed:
    return owed(Loan.objects.get(id=loan.id), day)


def pay(loan: Loan, day: date, kind: PayKind, amount: Money, key: UUID | None = None) -> PaidLoan:
    return pay_loan(
        member_id=loan.member_id, order=LoanOrder(loan.id, savings_of(loan), kind, amount),
        key=key or ids.uuid7(), at=at(day),
    )  # fmt: skip


def in_books(code: str) -> Decimal:
    """Credits less debits of a chart account."""
    rows = {row.code: row for row in ledger.trial_balance(date(9999, 1, 1))}
    return (rows[code].credit - rows[code].debit).amount if code in rows else Decimal(0)


def proven() -> bool:
    return check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0
