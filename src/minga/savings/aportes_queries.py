"""A member's aportes at a day: what their certificate says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit import sql
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.savings.models import ProductKind, SavingsAccount

REVALUATION = "aportes_revaluation"
_REVALUED = """
SELECT COALESCE(sum(CASE p.side WHEN 'C' THEN p.amount ELSE -p.amount END), 0)
  FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
 WHERE p.account_id = %s AND p.version IS NOT NULL AND e.kind = %s
   AND p.business_date BETWEEN %s AND %s
"""


@dataclass(frozen=True, slots=True)
class AportesAtDay:
    """One account of aportes at the end of a day.

    `balance` is all of it; `revalued` is the part that revaluations added since it was opened, and
    `revalued_in_year` since the first of January of that year; `pledged` is the part that stands
    for the member's debts with the cooperative.
    """

    account_id: UUID
    number: str
    opened_on: date
    on: date
    balance: Money
    revalued: Money
    revalued_in_year: Money
    pledged: Money

    @property
    def contributed(self) -> Money:
        """What the member paid in."""
        return self.balance - self.revalued


def aportes_at(member_id: UUID, on: date) -> tuple[AportesAtDay, ...]:
    """The member's aportes at the end of a day, by number; those that were opened later are not
    there. They are pledged whole from their origin (Ley 79 of 1988 art. 49)."""
    accounts = SavingsAccount.objects.filter(
        member_id=member_id, kind=ProductKind.APORTES, opened_on__lte=on
    )
    return tuple(_at(one, on) for one in accounts.order_by("number"))


def _at(account: SavingsAccount, on: date) -> AportesAtDay:
    held = ledger.balance_as_of(account.ledger_account_id, on)
    return AportesAtDay(
        account_id=account.id, number=account.number, opened_on=account.opened_on, on=on,
        balance=held, revalued=_revalued(account, ledger.FIRST_DAY, on),
        revalued_in_year=_revalued(account, on.replace(month=1, day=1), on), pledged=held,
    )  # fmt: skip


def _revalued(account: SavingsAccount, since: date, until: date) -> Money:
    total: Decimal = sql.one(_REVALUED, [account.ledger_account_id, REVALUATION, since, until])[0]
    return Money(total)
