"""Keep what a member filled in, to be reviewed and confirmed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.payments.models import TransferIntent
from minga.payments.transfer_terms import check_amount, terms


def propose_transfer(
    *,
    member_id: UUID,
    source_id: UUID,
    destination_id: UUID,
    amount: Money,
    note: str,
    at: datetime,
) -> UUID:
    """Keeps the order and returns its id; no money moves. Lack of funds is told on review, not
    here.

    Raises AmountNotPositive, SameProduct, UnknownProduct, NotTransferable, MissingParameter.
    """
    check_amount(amount)
    with transaction.atomic(durable=True):
        agreed = terms(member_id, source_id, destination_id, business_date(at))
        intent = TransferIntent.objects.create(
            member_id=member_id,
            source_id=agreed.source.id,
            destination_id=agreed.destination.id,
            amount=amount.amount,
            note=note,
            created_at=at,
        )
    return intent.id
