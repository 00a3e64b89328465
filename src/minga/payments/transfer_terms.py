"""What a transfer between a member's own products costs, and whether it may be made."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.payments import rules
from minga.payments.gmf_room import rate_in_force, room_left
from minga.savings.least_balance import least_balance
from minga.savings.models import ProductKind, SavingsAccount
from minga.savings.queries import Holding, holdings

_TAXED_KEY = {
    ProductKind.SIGHT: "gmf.taxes.own_savings_to_savings",
    ProductKind.CONTRACTUAL: "gmf.taxes.own_savings_to_savings",
    ProductKind.PERMANENT: "gmf.taxes.own_savings_to_savings",
    ProductKind.APORTES: "gmf.taxes.own_savings_to_aportes",
}


class TransferRefused(Refusal):
    """The transfer cannot be made as asked; nothing moved."""

    code = "transfer_refused"


class UnknownProduct(TransferRefused):
    """One of the two is not a product of this member."""

    code = "unknown_product"


class SameProduct(TransferRefused):
    code = "same_product"


class NotTransferable(TransferRefused):
    """Money does not leave that kind of product by transfer."""

    code = "not_transferable"


class AmountNotPositive(TransferRefused):
    code = "amount_not_positive"


@dataclass(frozen=True, slots=True)
class Terms:
    """The two products, the tax rate between them, what is left exempt of a marked account, and
    what must stay in the source."""

    source: Holding
    destination: Holding
    gmf_rate: Decimal
    exempt: Money = ZERO
    least: Money = ZERO

    def cost(self, amount: Money) -> Money:
        """What the member pays on top of the amount."""
        return rules.gmf(max(ZERO, amount - self.exempt), rate=self.gmf_rate)


def terms(member_id: UUID, source_id: UUID, destination_id: UUID, on: date) -> Terms:
    """Raises SameProduct, UnknownProduct, NotTransferable, MissingParameter."""
    if source_id == destination_id:
        raise SameProduct
    found = holdings(member_id, (source_id, destination_id))
    if len(found) != 2:
        raise UnknownProduct
    source, destination = found[source_id], found[destination_id]
    if source.kind != ProductKind.SIGHT:
        raise NotTransferable
    rate = _rate(destination.kind, on)
    exempt = room_left(source.id, on) if rate else ZERO
    return Terms(source, destination, rate, exempt, _least(source, on))


def _least(source: Holding, on: date) -> Money:
    return least_balance(SavingsAccount.objects.get(id=source.id), on)


def costs(amount: Money, on: date) -> dict[ProductKind, Money]:
    """What the member pays on top, by the kind of product the money goes to.

    A kind whose parameters are missing on that day is left out. Without what is left exempt of a
    marked account: that is asked only of those, under a lock (see make_transfer).
    """
    found = {}
    for kind in _TAXED_KEY:
        with suppress(parameters.MissingParameter):
            found[kind] = rules.gmf(amount, rate=_rate(kind, on))
    return found


def taxed_key(kind: ProductKind) -> str:
    """The parameter that says whether money moved to that kind of product is taxed."""
    return _TAXED_KEY[kind]


def _rate(kind: ProductKind, on: date) -> Decimal:
    taxed = parameters.text(_TAXED_KEY[kind], on) == "1"
    return rate_in_force(on) if taxed else Decimal(0)


def check_amount(amount: Money) -> None:
    """Raises AmountNotPositive."""
    if amount <= ZERO:
        raise AmountNotPositive
