"""An entry between two of the cooperative's own accounts, whichever way its amount points."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from minga.kit.money import Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit


@dataclass(frozen=True, slots=True)
class InternalPair:
    """What is booked: the logical keys of both accounts, and the words of the entry."""

    debit_key: str
    credit_key: str
    key: UUID
    kind: str
    day: date
    at: datetime
    description: str


def post_internal_pair(pesos: Decimal, pair: InternalPair) -> None:
    """Posts `pesos`, to the centavo; turned round when it is negative; nothing for nothing.

    Debits the account of `debit_key`, credits that of `credit_key`. Refuses as `ledger.post`.
    """
    if not pesos:
        return
    first = accounts.internal_account(pair.debit_key)
    second = accounts.internal_account(pair.credit_key)
    if pesos < 0:
        first, second = second, first
    amount = Money(abs(pesos))
    post.post(
        EntryDraft(
            key=pair.key, kind=pair.kind, business_date=pair.day, occurred_at=pair.at,
            description=pair.description, actor="system:day_close",
            lines=(debit(first, amount), credit(second, amount)),
        )
    )  # fmt: skip
