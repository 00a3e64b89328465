"""Move money between two products of the same member (own accounts)."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.kit import ids, sql
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.prepared_call import Call
from minga.ledger.entry import refusal_for
from minga.payments.models import Transfer
from minga.payments.transfer_terms import (
    NotTransferable,
    SameProduct,
    UnknownProduct,
    check_amount,
    costs,
    terms,
)

DESCRIPTION = "Transferencia entre tus cuentas"
GMF_DESCRIPTION = "Gravamen a los movimientos financieros (4x1000)"
# The whole use case, refusals and effects: migrations/sql/make_transfer.sql.
_make = Call(
    "payments_make_transfer",
    "SELECT outcome, entry_id, code, account_id FROM payments_make_transfer("
    "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
)
_REFUSALS = {one.code: one for one in (UnknownProduct, NotTransferable)}


@dataclass(frozen=True, slots=True)
class MadeTransfer:
    """A transfer that stands in the books."""

    id: UUID
    reference: str
    made_at: datetime


def make_transfer(
    *,
    member_id: UUID,
    source_id: UUID,
    destination_id: UUID,
    amount: Money,
    note: str,
    key: UUID,
    at: datetime,
) -> MadeTransfer:
    """Moves `amount` from one own product to another and returns the transfer; once per key.

    Asking again with the same key and the same order returns the first transfer. Refusals, before
    anything is written: AmountNotPositive, SameProduct, UnknownProduct, NotTransferable,
    InsufficientFunds (amount and cost together), KeyReused (same key, another order),
    MissingParameter.

        Dr savings of the source       amount
            Cr savings or aportes of the destination    amount
        Dr savings of the source       GMF, where the move is taxed
            Cr GMF payable (GMF_PAYABLE)                GMF
    """
    check_amount(amount)
    if source_id == destination_id:
        raise SameProduct
    sql.refuse_to_nest()
    on = business_date(at)
    reference = ids.reference(key)
    scope = f"transfer:{member_id.hex}"
    outcome, entry_id, code, account_id = _make(
        (
            member_id.hex, source_id.hex, destination_id.hex, str(amount.amount),
            json.dumps({kind: str(cost.amount) for kind, cost in costs(amount, on).items()}),
            note, key.hex, reference,
            ids.key_in_scope(f"own_transfer:{scope}", key).hex,
            ids.key_in_scope(f"gmf:{scope}", key).hex,
            "\\x" + ids.request_hash(source_id, destination_id, amount, note).hex(),
            on.isoformat(), at.isoformat(), f"member:{member_id}", DESCRIPTION, GMF_DESCRIPTION,
        )
    )  # fmt: skip
    if outcome == "created":
        return MadeTransfer(key, reference, at)
    if outcome == "replayed":
        made = Transfer.objects.get(member_id=member_id, entry_id=int(entry_id))
        return MadeTransfer(made.id, made.reference, made.made_at)
    if code in _REFUSALS:
        raise _REFUSALS[code]
    terms(member_id, source_id, destination_id, on)  # says which parameter is missing, if one is
    raise refusal_for(code, None if account_id is None else int(account_id))
