"""CDAT plans as they are shown: the whole board of each."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minga.kit import parameters
from minga.kit.money import Money
from minga.savings.models import ProductKind, SavingsPlan
from minga.savings.term_terms import PlanNotOffered, board_of, plan_of


@dataclass(frozen=True, slots=True)
class TermOffer:
    """A plan and its board: a row for each amount, a rate (or none) for each number of days."""

    code: str
    name: str
    opening_min: Money
    days_min: int
    days: tuple[int, ...]
    rows: tuple[tuple[Money, tuple[Decimal | None, ...]], ...]


def terms_offered(on: date) -> list[TermOffer]:
    """Every CDAT plan with a board in force on a day. Raises MissingParameter."""
    codes = SavingsPlan.objects.filter(kind=ProductKind.TERM).order_by("name")
    found = (_offer(code, on) for code in codes.values_list("code", flat=True))
    return [one for one in found if one is not None]


def _offer(code: str, on: date) -> TermOffer | None:
    try:
        plan, terms = plan_of(code, on)
    except PlanNotOffered:
        return None
    cells = {(one.amount_from, one.term_from): one.rate for one in board_of(plan, on)}
    if not cells:
        return None
    days = tuple(sorted({term for _, term in cells}))
    return TermOffer(
        code=plan.code,
        name=plan.name,
        opening_min=Money(terms.opening_min),
        days_min=max(terms.days_min, parameters.whole("cdat.days_min", on)),
        days=days,
        rows=tuple(
            (amount, tuple(cells.get((amount, term)) for term in days))
            for amount in sorted({amount for amount, _ in cells})
        ),
    )
