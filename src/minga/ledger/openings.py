"""What a product, or an account of the cooperative's own, holds on the day it comes from another
system, against the migration account."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.ledger import accounts, database, post
from minga.ledger.entry import CREDIT, DEBIT, EntryDraft, LedgerRefusal, Line, credit, debit

BATCH = 500
ACTOR = "system:import"
KIND = "imported"
DESCRIPTION = "Saldo traído del sistema anterior"
_BROUGHT = """
SELECT e.business_date, p.amount FROM ledger.journal_entry e
  JOIN ledger.posting p ON p.entry_id = e.id WHERE e.key = %s AND p.account_id = %s
"""


def opening(*, number: str, lines: Sequence[Line], on: date, at: datetime) -> EntryDraft:
    """The entry of one product, once for its number: its lines, and what they lack to balance on
    the migration account."""
    net = sum((-one.amount if one.side == CREDIT else one.amount for one in lines), ZERO)
    migration = accounts.internal_account("MIGRATION")
    other: tuple[Line, ...] = ()
    if net:
        other = (credit(migration, net) if net > ZERO else debit(migration, -net),)
    return EntryDraft(
        key=ids.key_from("opening", number), kind=KIND, business_date=on, occurred_at=at,
        description=DESCRIPTION, actor=ACTOR, lines=(*lines, *other), reference=number,
    )  # fmt: skip


def balance_opening(key: str, amount: Money, *, on: date, at: datetime) -> EntryDraft:
    """The entry of an account of the cooperative's own that belongs to no product, once.

    Dr the account (a key of the chart)     what it held, where its side is the debit
        Cr MIGRATION
    The other way round where its side is the credit.
    """
    account = accounts.internal_account(key)
    side = debit if accounts.normal_side(key) == DEBIT else credit
    number = f"SALDO-{accounts.chart_code(key)[0]}"
    drafted = opening(number=number, lines=[side(account, amount)], on=on, at=at)
    return replace(drafted, key=_key_of(key))  # a product may have that number, too


def brought_balance(key: str) -> tuple[date, Money] | None:
    """From when and how much that entry brought to the account; None before it came."""
    found = database.rows(_BROUGHT, [_key_of(key), accounts.internal_account(key)])
    return (found[0][0], Money(found[0][1])) if found else None


def _key_of(key: str) -> UUID:
    return ids.key_from("opening_balance", key)


def post_openings(entries: Sequence[EntryDraft]) -> list[int]:
    """Posts them all in the caller's transaction and answers their ids. Raises LedgerRefusal."""
    found: list[int] = []
    for some in batched(entries, BATCH):
        for answer in post.post_batch(some):
            if isinstance(answer, LedgerRefusal):
                raise answer
            found.append(answer.entry_id)
    return found
