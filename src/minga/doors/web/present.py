"""What pages are given: the rooms' answers, named as the templates read them."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from minga.doors.web.templatetags.money import masked
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.ledger.queries import Movement
from minga.loans.queries import LoanSummary
from minga.savings.models import ProductKind
from minga.savings.queries import Product
from minga.savings.term_queries import TermView

GROUPS = {
    ProductKind.SIGHT: "Ahorros",
    ProductKind.CONTRACTUAL: "Ahorros",
    ProductKind.PERMANENT: "Ahorros",
    ProductKind.TERM: "CDAT",
    ProductKind.APORTES: "Aportes",
}
IN, OUT = "Entrada", "Salida"


@dataclass(frozen=True)
class ProductRow:
    """A product in a list, a card or a heading."""

    name: str
    kind: str
    number_masked: str
    available: Money
    total: Money
    held: Money
    url: str


@dataclass(frozen=True)
class MovementRow:
    """A movement in a list."""

    date: datetime.date
    posted_on: datetime.date | None
    description: str
    amount: Money
    word: str
    balance_after: Money
    reference: str


def product_row(product: Product) -> ProductRow:
    """A product with its number masked and its balances as they are now; a goal leads to how far it
    is."""
    return ProductRow(
        name=product.name,
        kind=GROUPS[ProductKind(product.kind)],
        number_masked=masked(product.tail),
        available=product.available,
        total=product.total,
        held=product.held,
        url=reverse("web:goal" if product.is_goal else "web:movements", args=[product.id]),
    )


def term_row(deposit: TermView) -> ProductRow:
    """A CDAT in the list of products."""
    return ProductRow(
        name="CDAT",
        kind=GROUPS[ProductKind.TERM],
        number_masked=masked(deposit.number[-4:]),
        available=deposit.principal,
        total=deposit.principal,
        held=ZERO,
        url=reverse("web:term_deposit", args=[deposit.id]),
    )


def loan_row(loan: LoanSummary) -> ProductRow:
    """A credit in the list of products: the capital that is owed."""
    return ProductRow(
        name=loan.line,
        kind="Crédito",
        number_masked=masked(loan.number[-4:]),
        available=loan.capital,
        total=loan.capital,
        held=ZERO,
        url=reverse("web:loan", args=[loan.id]),
    )


def movement_row(movement: Movement, words: tuple[str, str] = (IN, OUT)) -> MovementRow:
    """A movement; the day it was registered is told only when it is not the day it counts for."""
    posted_on = business_date(movement.posted_at)
    imported = movement.kind == "imported"
    return MovementRow(
        date=movement.business_date,
        posted_on=None if imported or posted_on == movement.business_date else posted_on,
        description=movement.description,
        amount=movement.amount,
        word=words[0] if movement.amount > ZERO else words[1],
        balance_after=movement.balance_after,
        reference=movement.reference or "",
    )
