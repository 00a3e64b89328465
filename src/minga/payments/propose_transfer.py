"""Keep what a member filled in, to be reviewed and confirmed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.payments.models import TransferIntent
from minga.payments.queries import Review, review_of
from minga.payments.transfer_terms import TransferRefused, check_amount, terms


class DoesNotFit(TransferRefused):
    """There is not the money for it and its cost; `review` says how much there is."""

    code = "does_not_fit"

    def __init__(self, review: Review | None) -> None:
        super().__init__()
        self.review = review


def propose_transfer(
    *,
    member_id: UUID,
    source_id: UUID,
    destination_id: UUID,
    amount: Money,
    note: str,
    at: datetime,
) -> UUID:
    """Keeps the order and returns its id; no money moves.

    Raises AmountNotPositive, SameProduct, UnknownProduct, NotTransferable, MissingParameter, and
    DoesNotFit when there is not the money for it and its cost: nothing is kept then.
    """
    check_amount(amount)
    with transaction.atomic(durable=True):
        agreed = terms(member_id, source_id, destination_id, business_date(at))
        intent = TransferIntent(
            member_id=member_id,
            source_id=agreed.source.id,
            destination_id=agreed.destination.id,
            amount=amount.amount,
            note=note,
            created_at=at,
        )
        shown = review_of(intent, agreed)
        if shown is None or not shown.fits:
            raise DoesNotFit(shown)
        intent.save(force_insert=True)
    return intent.id
