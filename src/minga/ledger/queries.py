"""Reading the books: balances, movements, balances as of a day, the trial balance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from minga.kit.money import ZERO, Money
from minga.ledger import database

_BALANCES = """
SELECT account_id, sum(posted), sum(held), bool_and(is_open) FROM ledger.account_balance
 WHERE account_id = ANY (%s::bigint[]) GROUP BY account_id
"""
_MOVEMENTS = """
SELECT p.version, p.entry_id, p.business_date, e.posted_at, e.occurred_at, e.kind, e.description,
       e.reference,
       CASE WHEN p.side = l.normal_side THEN p.amount ELSE -p.amount END, p.balance_after
  FROM ledger.posting p
  JOIN ledger.journal_entry e ON e.id = p.entry_id
  JOIN ledger.ledger_account l ON l.id = p.account_id
 WHERE p.account_id = %s::bigint AND p.version IS NOT NULL
   AND (p.business_date, p.version) < (%s::date, %s::bigint)
   AND p.business_date >= %s::date
 ORDER BY p.business_date DESC, p.version DESC LIMIT %s::int
"""
_FIRST_DAY = """
SELECT business_date FROM ledger.posting WHERE account_id = %s::bigint AND version IS NOT NULL
 ORDER BY business_date, version LIMIT 1
"""
_AS_OF = """
SELECT (SELECT sum(b.posted) FROM ledger.account_balance b WHERE b.account_id = l.id)
     - COALESCE(CASE WHEN l.striped
       THEN (SELECT sum(CASE WHEN p.side = l.normal_side THEN p.amount ELSE -p.amount END)
               FROM ledger.posting p WHERE p.account_id = l.id AND p.business_date > %s::date)
       ELSE (SELECT sum(CASE WHEN p.side = l.normal_side THEN p.amount ELSE -p.amount END)
               FROM ledger.posting p WHERE p.account_id = l.id AND p.business_date > %s::date
                AND p.version IS NOT NULL) END, 0)
  FROM ledger.ledger_account l WHERE l.id = %s::bigint
"""
_TRIAL_BALANCE = """
SELECT c.code, c.name, c.normal_side::text, COALESCE(t.debit, 0), COALESCE(t.credit, 0)
  FROM (SELECT l.chart_code,
               sum(p.amount) FILTER (WHERE p.side = 'D') AS debit,
               sum(p.amount) FILTER (WHERE p.side = 'C') AS credit
          FROM ledger.posting p JOIN ledger.ledger_account l ON l.id = p.account_id
         WHERE p.business_date <= %s::date GROUP BY l.chart_code) t
  JOIN ledger.chart_account c ON c.code = t.chart_code ORDER BY c.code
"""
FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
MAX_VERSION = 2**63 - 1


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What an account holds, signed towards its normal side."""

    account_id: int
    total: Money
    held: Money
    is_open: bool

    @property
    def available(self) -> Money:
        return self.total - self.held


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting on a member's account; `amount` is positive when it adds to the balance."""

    version: int
    entry_id: int
    business_date: date
    posted_at: datetime
    occurred_at: datetime
    kind: str
    description: str
    reference: str | None
    amount: Money
    balance_after: Money


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One chart account's totals up to a day; `balance` is signed towards the normal side."""

    code: str
    name: str
    normal_side: str
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        net = self.debit - self.credit
        return net if self.normal_side == "D" else -net


def balances(account_ids: Sequence[int]) -> dict[int, AccountBalance]:
    """What each account holds now; unknown ids are absent."""
    return {
        account: AccountBalance(account, Money(total), Money(held), is_open)
        for account, total, held, is_open in database.rows(_BALANCES, [list(account_ids)])
    }


def movements(
    account_id: int,
    *,
    limit: int,
    before: tuple[date, int] | None = None,
    since: date = FIRST_DAY,
    until: date = LAST_DAY,
) -> list[Movement]:
    """Movements of a sequenced account, newest first, between two days (both included).

    `before` is the cursor: business date and version of the last movement already shown. Costs the
    same at any size.
    """
    cursor = before if before is not None and before[0] <= until else (until, MAX_VERSION)
    found = database.rows(_MOVEMENTS, [account_id, *cursor, since, limit])
    return [_movement(row) for row in found]


def _movement(row: database.Row) -> Movement:
    version, entry_id, day, posted_at, occurred_at, kind, description, reference = row[:8]
    return Movement(
        version, entry_id, day, posted_at, occurred_at, kind, description, reference,
        amount=Money(row[8]), balance_after=Money(row[9]),
    )  # fmt: skip


def first_business_date(account_id: int) -> date | None:
    """The day of the earliest posting of a sequenced account; None when it has none."""
    found = database.rows(_FIRST_DAY, [account_id])
    return found[0][0] if found else None


def balance_as_of(account_id: int, day: date) -> Money:
    """What the account held at the end of a business day.

    What was posted later for that day counts.
    """
    found = database.rows(_AS_OF, [day, day, account_id])
    return Money(found[0][0]) if found else ZERO


def trial_balance(day: date) -> list[TrialBalanceRow]:
    """Debits and credits of every used chart account up to and including that business date."""
    return [
        TrialBalanceRow(code, name, side, Money(debit), Money(credit))
        for code, name, side, debit, credit in database.rows(_TRIAL_BALANCE, [day])
    ]
