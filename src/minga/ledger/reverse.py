"""A correction is a reversing entry; the wrong one stays where it is."""

from datetime import date, datetime
from uuid import UUID

from minga.kit.money import Money
from minga.ledger import database
from minga.ledger.entry import CREDIT, DEBIT, EntryDraft, Line, UnknownEntry
from minga.ledger.post import Posted, post

_LINES = (
    "SELECT account_id, side::text, amount FROM ledger.posting WHERE entry_id = %s ORDER BY line_no"
)


def reverse(
    entry_id: int, *, key: UUID, business_date: date, at: datetime, actor: str, reason: str
) -> Posted:
    """Posts the opposite of an entry, once.

    Dr and Cr of every line change places; amounts and accounts stay. Raises UnknownEntry,
    AlreadyReversed, InsufficientFunds, ClosedLedgerAccount.
    """
    found = database.rows(_LINES, [entry_id])
    if not found:
        raise UnknownEntry(entry_id=entry_id)
    lines = tuple(opposite(Line(account, side, Money(amount))) for account, side, amount in found)
    return post(
        EntryDraft(
            key=key, kind="reversal", business_date=business_date, occurred_at=at,
            description=reason, actor=actor, lines=lines, reverses=entry_id,
        )
    )  # fmt: skip


def opposite(line: Line) -> Line:
    """The line that undoes this one."""
    return Line(line.account_id, CREDIT if line.side == DEBIT else DEBIT, line.amount)
