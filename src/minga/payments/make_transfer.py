"""Move money between two products of the same member (own accounts)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, outbox, sql
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.retry import retried
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, LedgerRefusal, credit, debit
from minga.payments.models import Transfer
from minga.payments.transfer_terms import Terms, check_amount, terms

DESCRIPTION = "Transferencia entre tus cuentas"
GMF_DESCRIPTION = "Gravamen a los movimientos financieros (4x1000)"

_INSERT = """
INSERT INTO payments_transfer (id, member_id, source_id, destination_id, amount, cost, note,
                               reference, entry_id, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class MadeTransfer:
    """A transfer that stands in the books."""

    id: UUID
    reference: str
    made_at: datetime


@retried
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
    anything is
    written: AmountNotPositive, SameProduct, UnknownProduct, NotTransferable, InsufficientFunds
    (amount and cost
    together), KeyReused (same key, another order), MissingParameter.

        Dr savings of the source       amount
            Cr savings or aportes of the destination    amount
        Dr savings of the source       GMF, where the move is taxed
            Cr GMF payable                              GMF
    """
    check_amount(amount)
    with sql.one_trip(), transaction.atomic(durable=True):
        agreed = terms(member_id, source_id, destination_id, business_date(at))
        entries = _entries(agreed, amount, member_id, note, key, at)
        posted = _post(entries)
        if posted.replayed:
            return _made_before(member_id, posted.entry_id)
        transfer = MadeTransfer(
            id=key,
            reference=ids.reference(key),
            made_at=at,
        )
        sql.run(
            _INSERT,
            [
                key,
                member_id,
                source_id,
                destination_id,
                amount.amount,
                agreed.cost(amount).amount,
                note,
                transfer.reference,
                posted.entry_id,
                at,
            ],
        )
        record(
            at=at,
            actor=f"member:{member_id}",
            action="transfer",
            subject=f"transfer:{key}",
            detail={"amount": str(amount), "reference": transfer.reference},
        )
        outbox.publish("transfer_made", {"transfer_id": str(key)})
    return transfer


def _made_before(member_id: UUID, entry_id: int) -> MadeTransfer:
    made = Transfer.objects.get(member_id=member_id, entry_id=entry_id)
    return MadeTransfer(made.id, made.reference, made.made_at)


def _entries(
    agreed: Terms, amount: Money, member_id: UUID, note: str, key: UUID, at: datetime
) -> list[EntryDraft]:
    scope = f"transfer:{member_id.hex}"
    source = agreed.source.ledger_account_id
    asked = ids.request_hash(source, agreed.destination.ledger_account_id, amount, note)

    def entry(kind: str, description: str, to: int, pesos: Money) -> EntryDraft:
        return EntryDraft(
            key=ids.key_in_scope(f"{kind}:{scope}", key),
            kind=kind,
            business_date=business_date(at),
            occurred_at=at,
            description=description,
            actor=f"member:{member_id}",
            lines=(debit(source, pesos), credit(to, pesos)),
            reference=ids.reference(key),
            request=asked,
        )

    entries = [entry("own_transfer", DESCRIPTION, agreed.destination.ledger_account_id, amount)]
    cost = agreed.cost(amount)
    if cost:
        payable = accounts.internal_account("GMF_PAYABLE")
        entries.append(entry("gmf", GMF_DESCRIPTION, payable, cost))
    return entries


def _post(entries: list[EntryDraft]) -> post.Posted:
    """The first entry's place in the books; raises the refusal that says most."""
    if len(entries) == 1:
        return post.post(entries[0])
    outcomes = post.post_batch(entries)
    refusals = [one for one in outcomes if isinstance(one, LedgerRefusal)]
    named = [one for one in refusals if one.code != "batch_refused"]
    for refusal in named or refusals:
        raise refusal
    first = outcomes[0]
    if isinstance(first, LedgerRefusal):
        raise first
    return first
