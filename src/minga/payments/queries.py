"""Transfers as pages show them. Everything starts from the member."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minga.kit.money import Money
from minga.payments import rules
from minga.payments.models import Transfer, TransferIntent
from minga.payments.transfer_terms import Terms, terms
from minga.savings.models import ProductKind
from minga.savings.queries import Holding, product_of


@dataclass(frozen=True, slots=True)
class Review:
    """What a member is asked to confirm: nothing is hidden, the cost included."""

    id: UUID
    source: Holding
    destination: Holding
    amount: Money
    note: str
    cost: Money
    available: Money
    most: Money
    least: Money

    @property
    def total(self) -> Money:
        return self.amount + self.cost

    @property
    def balance_after(self) -> Money:
        return self.available - self.total

    @property
    def fits(self) -> bool:
        return self.total <= self.available - self.least


@dataclass(frozen=True, slots=True)
class Receipt:
    """A transfer that was made: no balances, no full account numbers."""

    id: UUID
    reference: str
    source_name: str
    source_number: str
    destination_name: str
    destination_number: str
    amount: Money
    cost: Money
    note: str
    made_at: datetime

    @property
    def total(self) -> Money:
        return self.amount + self.cost


def review(member_id: UUID, intent_id: UUID, on: date) -> Review | None:
    """The order as it would be carried out now; None when the member has no such order."""
    intent = TransferIntent.objects.filter(member_id=member_id, id=intent_id).first()
    if intent is None:
        return None
    agreed = terms(member_id, intent.source_id, intent.destination_id, on)
    return review_of(intent, agreed)


def review_of(intent: TransferIntent, agreed: Terms) -> Review | None:
    """The same of an order at hand, kept or not; None when its source is not the member's."""
    product = product_of(intent.member_id, intent.source_id)
    if product is None:
        return None
    amount = Money(intent.amount)
    return Review(
        id=intent.id,
        source=agreed.source,
        destination=agreed.destination,
        amount=amount,
        note=intent.note,
        cost=agreed.cost(amount),
        available=product.available,
        most=rules.most_transferable(
            product.available - agreed.least, rate=agreed.gmf_rate, exempt=agreed.exempt
        ),
        least=agreed.least,
    )


def receipt(member_id: UUID, transfer_id: UUID) -> Receipt | None:
    """A transfer of this member; None when there is no such transfer."""
    made = (
        Transfer.objects.select_related("source", "destination")
        .filter(member_id=member_id, id=transfer_id)
        .first()
    )
    if made is None:
        return None
    return Receipt(
        id=made.id,
        reference=made.reference,
        source_name=ProductKind(made.source.kind).label,
        source_number=made.source.number,
        destination_name=ProductKind(made.destination.kind).label,
        destination_number=made.destination.number,
        amount=Money(made.amount),
        cost=Money(made.cost),
        note=made.note,
        made_at=made.made_at,
    )
