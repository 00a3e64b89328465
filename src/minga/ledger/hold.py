"""Setting money aside: it stays in the balance and leaves what is available."""

from datetime import datetime
from uuid import UUID

from minga.kit.ids import request_hash
from minga.kit.money import Money
from minga.ledger import database
from minga.ledger.entry import refusal_for

_PLACE = "SELECT outcome, hold_id, code FROM ledger.place_hold(%s, %s, %s::bigint, %s, %s, %s, %s)"
_RELEASE = "SELECT ledger.release_hold(%s, %s, %s)"


def place_hold(
    account_id: int, amount: Money, *, key: UUID, reason: str, actor: str, at: datetime
) -> int:
    """Holds `amount` of what is available; asking again with the same key answers the same hold id.

    Raises InsufficientFunds, BadAmount, UnknownLedgerAccount, ClosedLedgerAccount, KeyReused.
    Striped internal accounts cannot be held (UnknownLedgerAccount). An entry that `captures` the
    key takes the held money.
    """
    asked = request_hash("hold", account_id, amount, reason)
    ((outcome, hold_id, code),) = database.rows_of_call(
        _PLACE, [key, asked, account_id, amount.amount, reason, actor, at]
    )
    if outcome == "refused":
        raise refusal_for(code, account_id)
    found: int = hold_id
    return found


def release_hold(key: UUID, *, actor: str, at: datetime) -> None:
    """Gives the held money back; twice is the same as once.

    Raises UnknownHold, HoldAlreadyEnded (it was captured).
    """
    (outcome,) = database.one(_RELEASE, [key, actor, at])
    if outcome not in {"released", "replayed"}:
        raise refusal_for(outcome)
