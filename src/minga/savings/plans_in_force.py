"""Which plan a product is of, and what the plan says on a day."""

from datetime import date
from uuid import UUID

from minga.savings.models import PlanTerms, ProductKind


def plans_in_force(kind: ProductKind, day: date) -> list[tuple[UUID, PlanTerms]]:
    """The plans of a kind with the terms in force that day, by code."""
    terms = PlanTerms.objects.filter(
        plan__kind=kind, plan__offered_from__lte=day, valid_from__lte=day
    )
    latest = terms.order_by("plan__code", "-valid_from").distinct("plan__code")
    return [(each.plan_id, each) for each in latest.select_related("plan")]


def terms_of(kind: ProductKind, plan_id: UUID | None, day: date) -> PlanTerms | None:
    """The terms of a product that day; one without a plan is of its kind's only one, if it has one.

    None when nobody said which plan it is of, or the plan has no terms yet.
    """
    if plan_id is None:
        only = plans_in_force(kind, day)
        return only[0][1] if len(only) == 1 else None
    terms = PlanTerms.objects.filter(plan_id=plan_id, valid_from__lte=day)
    return terms.order_by("-valid_from").first()
