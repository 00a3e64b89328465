"""Aportes and permanent savings as pages show them: what each month asks for and what came in.

Both are compulsory and leave only when the member does. Everything starts from the member.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit import sql
from minga.kit.money import ZERO, Money
from minga.kit.months import add_months
from minga.savings.aportes_queries import REVALUATION
from minga.savings.models import PlanTerms, ProductKind, SavingsAccount
from minga.savings.plans_in_force import terms_of
from minga.savings.queries import Product, product_of

KINDS = (ProductKind.APORTES, ProductKind.PERMANENT)
MONTHS_SHOWN = 12
# What the cooperative adds is nobody's quota.
ADDED_BY_THE_HOUSE = ("interest", REVALUATION)
_CAME_IN = """
SELECT date_trunc('month', p.business_date)::date,
       sum(CASE p.side WHEN 'C' THEN p.amount ELSE -p.amount END)
  FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
 WHERE p.account_id = %s AND p.version IS NOT NULL AND p.business_date >= %s
   AND p.business_date < %s AND e.kind <> ALL (%s)
 GROUP BY 1
"""
# What another system kept before is not known here: neither paid nor owed.
_TOLD_SINCE = """
SELECT min(p.business_date) FROM ledger.posting p
 WHERE p.account_id = %s AND p.version IS NOT NULL
   AND EXISTS (SELECT FROM ledger.posting f JOIN ledger.journal_entry e ON e.id = f.entry_id
                WHERE f.account_id = p.account_id AND f.version = 1 AND e.kind = 'imported')
"""


@dataclass(frozen=True, slots=True)
class MonthOfQuota:
    """One month: what the plan asked for, and what came in, whoever brought it."""

    month: date
    quota: Money
    paid: Money

    @property
    def due(self) -> Money:
        """What is missing."""
        return max(ZERO, self.quota - self.paid)


@dataclass(frozen=True, slots=True)
class QuotaView:
    """A compulsory product today. `months`: this one first; empty when no plan says a quota."""

    product: Product
    months: tuple[MonthOfQuota, ...]
    rate_ea: Decimal | None

    @property
    def this_month(self) -> MonthOfQuota | None:
        return self.months[0] if self.months else None

    @property
    def is_aportes(self) -> bool:
        return self.product.kind == ProductKind.APORTES

    @property
    def pledged(self) -> Money:
        """Aportes stand for the member's debts from the day they are paid; savings do not."""
        return self.product.total if self.is_aportes else ZERO


def quotas_of(member_id: UUID, product_id: UUID, today: date) -> QuotaView | None:
    """One product that asks for quotas; None when the member has no such product."""
    product = product_of(member_id, product_id)
    if product is None or product.kind not in KINDS:
        return None
    account = SavingsAccount.objects.get(id=product_id)
    terms = terms_of(ProductKind(account.kind), account.plan_id, today)
    if terms is None:
        return QuotaView(product, (), None)
    return QuotaView(product, _months(account, terms, today), terms.rate_ea)


def _months(account: SavingsAccount, terms: PlanTerms, today: date) -> tuple[MonthOfQuota, ...]:
    this = today.replace(day=1)
    (told_since,) = sql.one(_TOLD_SINCE, [account.ledger_account_id])
    begins = max(account.opened_on, told_since or account.opened_on)
    first = max(add_months(this, 1 - MONTHS_SHOWN), begins.replace(day=1))
    came_in: dict[date, Decimal] = dict(
        sql.rows(
            _CAME_IN,
            [account.ledger_account_id, first, add_months(this, 1), list(ADDED_BY_THE_HOUSE)],
        )
    )
    rows = list(PlanTerms.objects.filter(plan_id=terms.plan_id).order_by("valid_from"))
    shown = []
    for back in range(MONTHS_SHOWN):
        month = add_months(this, -back)
        asked = [one for one in rows if one.valid_from <= max(month, account.opened_on)]
        if month < first or not asked:
            break
        quota = Money(asked[-1].quota_min)
        shown.append(MonthOfQuota(month, quota, Money(came_in.get(month, Decimal(0)))))
    return tuple(shown)
