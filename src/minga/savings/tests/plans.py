"""Plans for tests."""

from datetime import date
from decimal import Decimal

from minga.kit.ids import uuid7
from minga.savings.models import PlanTerms, ProductKind, SavingsPlan


def plan(
    kind: ProductKind = ProductKind.SIGHT,
    rate_ea: str = "0.03",
    since: date = date(2020, 1, 1),
    **terms: object,
) -> SavingsPlan:
    """A plan with terms in force since a day."""
    made = SavingsPlan.objects.create(
        code=f"P{uuid7().hex[-20:].upper()}", kind=kind, name="Plan", offered_from=since
    )
    PlanTerms.objects.create(
        plan=made, valid_from=since, rate_ea=Decimal(rate_ea), source="test", **terms
    )
    return made
