"""Move money between two products of the same member (own accounts)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.kit import ids, sql
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.prepared_call import Call
from minga.kit.sql import Row
from minga.ledger.entry import refusal_for
from minga.payments.gmf_room import require_shown, tax_on
from minga.payments.models import Transfer
from minga.payments.transfer_terms import (
    NotTransferable,
    SameProduct,
    UnknownProduct,
    check_amount,
    costs,
    taxed_key,
    terms,
)
from minga.savings.least_balance import BelowLeastBalance
from minga.savings.models import ProductKind, SavingsAccount

DESCRIPTION = "Transferencia entre tus cuentas"
GMF_DESCRIPTION = "Gravamen a los movimientos financieros (4x1000)"
# The whole use case, refusals and effects: migrations/sql/make_transfer.sql.
_make = Call(
    "payments_make_transfer",
    "SELECT outcome, entry_id, code, account_id FROM payments_make_transfer("
    "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
)
COSTS = 4  # the place of what it costs among the call's values
MARKED = "marked"
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
    shown_cost: Money | None = None,
) -> MadeTransfer:
    """Moves `amount` from one own product to another and returns the transfer; once per key.

    `shown_cost`: what a member with an exempt account was shown that it costs; with another cost by
    now it refuses with CostChanged.

    Asking again with the same key and the same order returns the first transfer. Refusals, before
    anything is written: AmountNotPositive, SameProduct, UnknownProduct, NotTransferable,
    InsufficientFunds (amount and cost together), BelowLeastBalance, KeyReused (same key, another
    order), MissingParameter.

        Dr savings of the source       amount
            Cr savings or aportes of the destination    amount
        Dr savings of the source       GMF, where the move is taxed, beyond what is exempt
            Cr GMF payable (GMF_PAYABLE)                GMF
    """
    check_amount(amount)
    if source_id == destination_id:
        raise SameProduct
    sql.refuse_to_nest()
    on = business_date(at)
    reference = ids.reference(key)
    scope = f"transfer:{member_id.hex}"
    values = [
        member_id.hex, source_id.hex, destination_id.hex, str(amount.amount),
        _costs_text(costs(amount, on)), note, key.hex, reference,
        ids.key_in_scope(f"own_transfer:{scope}", key).hex,
        ids.key_in_scope(f"gmf:{scope}", key).hex,
        "\\x" + ids.request_hash(source_id, destination_id, amount, note).hex(),
        on.isoformat(), at.isoformat(), f"member:{member_id}", DESCRIPTION, GMF_DESCRIPTION,
    ]  # fmt: skip
    outcome, entry_id, code, account_id = _make(values)
    if code == MARKED:
        destination = terms(member_id, source_id, destination_id, on).destination
        outcome, entry_id, code, account_id = _make_from_marked(
            values, destination.kind, source_id, amount, key, on, shown_cost
        )
    if outcome == "created":
        return MadeTransfer(key, reference, at)
    if outcome == "replayed":
        made = Transfer.objects.get(member_id=member_id, entry_id=int(entry_id))
        return MadeTransfer(made.id, made.reference, made.made_at)
    if code in _REFUSALS:
        raise _REFUSALS[code]
    agreed = terms(member_id, source_id, destination_id, on)  # says what parameter is missing
    if code == BelowLeastBalance.code:
        raise BelowLeastBalance(agreed.least)
    raise refusal_for(code, None if account_id is None else int(account_id))


def _make_from_marked(
    values: list[str],
    to: ProductKind,
    source_id: UUID,
    amount: Money,
    key: UUID,
    on: date,
    shown: Money | None,
) -> Row:
    """The same call with the exact tax: orders on a marked account take turns, so that together
    they never use more than the month's exempt amount. A refusal uses nothing."""
    with transaction.atomic(durable=True):
        source = SavingsAccount.objects.select_for_update().get(id=source_id)
        # An order that came before used its part then; the function answers what it was.
        before = Transfer.objects.filter(id=key, member_id=source.member_id).exists()
        tax = tax_on(source, amount, taxed_key(to), on, spend=not before).tax
        if not before:
            require_shown(shown, tax)
        exact = [*values]
        exact[COSTS] = _costs_text({to: tax}, exact=True)
        answer = _make(exact)
        if answer[0] != "created":
            transaction.set_rollback(True)
    return answer


def _costs_text(by_kind: Mapping[ProductKind, Money], *, exact: bool = False) -> str:
    words = {str(kind): str(cost.amount) for kind, cost in by_kind.items()}
    return json.dumps(words | {"exact": "1"} if exact else words)
