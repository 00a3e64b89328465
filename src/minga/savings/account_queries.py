"""A savings account with its rules and what it earns, as its page shows them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from minga.kit.money import ZERO, Money
from minga.kit.months import add_months
from minga.savings.fees import fees_of
from minga.savings.inactivity_queries import inactive_since
from minga.savings.interest_queries import MonthOfInterest, interest_by_month
from minga.savings.least_balance import least_balance
from minga.savings.models import FeeKind, ProductKind, SavingsAccount
from minga.savings.plans_in_force import terms_of
from minga.savings.queries import Product, product_of

EARNING = (ProductKind.SIGHT, ProductKind.CONTRACTUAL, ProductKind.PERMANENT)


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee, and when it is charged next: never, while it does not reach the account."""

    what: FeeKind
    amount: Money
    on: date | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account today. `rate_ea` is None when nobody said which plan it is of."""

    product: Product
    plan_name: str
    rate_ea: Decimal | None
    least: Money
    fees: tuple[FeeView, ...]
    inactive_after_days: int | None
    inactive_since: date | None
    months: tuple[MonthOfInterest, ...]


def account_of(member_id: UUID, product_id: UUID, today: date) -> AccountView | None:
    """One account that earns interest; None when the member has no such account."""
    product = product_of(member_id, product_id)
    if product is None or product.kind not in EARNING:
        return None
    account = SavingsAccount.objects.get(id=product_id)
    kind = ProductKind(account.kind)
    terms = terms_of(kind, account.plan_id, today)
    sleeps = inactive_since(account) if kind == ProductKind.SIGHT else None
    months = tuple(interest_by_month(account.id, account.opened_on, today))
    if terms is None:
        return AccountView(product, "", None, ZERO, (), None, sleeps, months)
    at_sight = kind == ProductKind.SIGHT
    return AccountView(
        product=product, plan_name=terms.plan.name, rate_ea=terms.rate_ea,
        least=least_balance(account, today),
        fees=tuple(_fees(terms.plan_id, account, today, sleeps)) if at_sight else (),
        inactive_after_days=terms.inactive_after_days if at_sight else None,
        inactive_since=sleeps, months=months,
    )  # fmt: skip


def _fees(
    plan_id: UUID, account: SavingsAccount, today: date, sleeps: date | None
) -> list[FeeView]:
    """By the terms of the day they would be charged on: the last of the first whole month."""
    month = today.replace(day=1)
    if account.opened_on > month:
        month = add_months(month, 1)
    charged_on = add_months(month, 1) - timedelta(days=1)
    fees = fees_of(plan_id, charged_on)
    return [
        FeeView(what, fees[what], charged_on if what == FeeKind.HANDLING or sleeps else None)
        for what in FeeKind
        if what in fees
    ]
