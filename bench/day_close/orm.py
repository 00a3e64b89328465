"""The same day as most programs would do it: product by product, with Django's ORM.

As few statements as such a loop can do with: what all share is read once, and nothing is posted but
the interest of the day. It is undone at the end.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from minga.kit import parameters
from minga.kit.rates import periodic
from minga.ledger import queries as ledger
from minga.loans.models import Loan, LoanAccrual
from minga.savings.models import Accrual, SavingsAccount

SIX = Decimal("0.000001")


def one_by_one(day: date, savings: int, loans: int) -> None:
    """The day's interest of the first so many savings accounts and loans."""
    with transaction.atomic():
        for account in SavingsAccount.objects.select_related("plan").order_by("number")[:savings]:
            _saving(account, day)
        for loan in Loan.objects.order_by("number")[:loans]:
            _loan(loan, day)
        transaction.set_rollback(True)


def _saving(account: SavingsAccount, day: date) -> None:
    balance = ledger.balances([account.ledger_account_id])[account.ledger_account_id].total.amount
    assert account.plan is not None
    terms = account.plan.terms.filter(valid_from__lte=day).latest("valid_from")
    gross = (balance * periodic(terms.rate_ea, 365)).quantize(SIX)
    threshold = parameters.number(f"uvt.{day.year}", day) * parameters.number(
        "retention.savings.daily_threshold_uvt", day
    )
    rate = parameters.number("retention.savings.rate", day)
    withheld = (gross * rate).quantize(SIX) if gross >= threshold else Decimal(0)
    Accrual.objects.create(
        business_date=day, product=account.id, balance=balance, rate_ea=terms.rate_ea,
        gross=gross, withheld=withheld,
    )  # fmt: skip


def _loan(loan: Loan, day: date) -> None:
    current = loan.instalments.filter(is_current=True, starts_on__lte=day, due_on__gt=day).get()
    late = list(loan.instalments.filter(is_current=True, settled_on=None, due_on__lte=day))
    overdue = sum((row.principal - row.paid_principal for row in late), Decimal(0))
    mora = overdue * periodic(loan.mora_rate_ea, 365)
    LoanAccrual.objects.create(
        business_date=day, loan=loan.id, capital=current.principal + current.balance,
        overdue=overdue, mora=mora.quantize(SIX), is_suspended=loan.category >= "C",
        interest=(current.interest / (current.due_on - current.starts_on).days).quantize(SIX),
    )  # fmt: skip
    if late and (day - late[0].due_on).days > 30:
        Loan.objects.filter(id=loan.id).update(own_category="B")
