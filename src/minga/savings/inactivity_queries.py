"""Whether an account is inactive now: as the closes marked it, and not moved since."""

from datetime import date
from uuid import UUID

from minga.kit import sql
from minga.savings.inactivity_close import BY_MEMBER, ORDERED
from minga.savings.models import SavingsAccount

_SINCE = """
SELECT i.since FROM savings_inactivity i
 WHERE i.account_id = %s AND i.ended_on IS NULL
   AND NOT EXISTS (SELECT FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
                    WHERE p.account_id = %s AND p.version IS NOT NULL AND p.business_date > i.since
                      AND (e.actor LIKE ANY (%s) OR e.kind = ANY (%s)))
"""


def inactive_since(account: SavingsAccount) -> date | None:
    """The day it became so; None for an account that its member moves. A movement of today counts
    at once; the day's close writes it down."""
    found = sql.rows(_SINCE, [account.id, account.ledger_account_id, BY_MEMBER, ORDERED])
    return found[0][0] if found else None


def is_inactive(member_id: UUID, account_id: UUID) -> bool:
    """The same for one of the member's accounts; another's is not."""
    account = SavingsAccount.objects.filter(id=account_id, member_id=member_id).first()
    return account is not None and inactive_since(account) is not None
