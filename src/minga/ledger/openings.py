"""What a product holds on the day it comes from another system, against the migration account."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import batched

from minga.kit import ids
from minga.kit.money import ZERO
from minga.ledger import accounts, post
from minga.ledger.entry import CREDIT, EntryDraft, LedgerRefusal, Line, credit, debit

BATCH = 500
ACTOR = "system:import"
KIND = "imported"
DESCRIPTION = "Saldo traído del sistema anterior"


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


def post_openings(entries: Sequence[EntryDraft]) -> list[int]:
    """Posts them all in the caller's transaction and answers their ids. Raises LedgerRefusal."""
    found: list[int] = []
    for some in batched(entries, BATCH):
        for answer in post.post_batch(some):
            if isinstance(answer, LedgerRefusal):
                raise answer
            found.append(answer.entry_id)
    return found
