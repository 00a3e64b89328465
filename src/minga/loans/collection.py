"""Costs of collection: the stages that a loan handed out on a day would have, and what is owed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from minga.kit.money import ZERO, Money
from minga.loans.models import CollectionCharge, CollectionCost, CollectionForgiveness, Loan


@dataclass(frozen=True, slots=True)
class Stage:
    """Charged once, from so many days past due on."""

    days: int
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Forgiven:
    """What was left of a charge when it was forgiven."""

    name: str
    amount: Money
    on: date


def stages_of(line_id: UUID, on: date) -> tuple[Stage, ...]:
    """By days. A line's own word stands before the one for every line; nothing said is nothing
    charged."""
    said = CollectionCost.objects.filter(Q(line_id=line_id) | Q(line=None), valid_from__lte=on)
    in_force: dict[int, CollectionCost] = {}
    for one in said.order_by("days", F("line").asc(nulls_first=True), "valid_from"):
        in_force[one.days] = one  # the last one wins: the line's own, and the newest of those
    return tuple(
        Stage(one.days, one.name, Money(one.amount)) for one in in_force.values() if one.amount
    )


def still_to_be_charged(loan: Loan, oldest: date, *, today: date, on: date) -> Money:
    """What the closes from today's to the one of the eve of `on` will charge, if nothing is paid.
    `oldest`: when the oldest instalment falls due that is unpaid until then."""
    days = (on - oldest).days - 1
    # Who is up to date today begins anew at the next close.
    living = CollectionCharge.objects.filter(loan=loan, over_on=None) if oldest < today else ()
    charged = {one.days for one in living}
    stages = stages_of(loan.line_id, loan.disbursed_on) if on > today else ()
    left = (one for one in stages if one.days <= days and one.days not in charged)
    return sum((one.amount for one in left), ZERO)


def unpaid_by_instalment(loan: Loan) -> dict[int, Money]:
    """What was charged and neither paid nor forgiven, by the instalment it was charged with."""
    found: dict[int, Money] = {}
    for one in _unpaid(loan=loan):
        left = Money(one.amount - one.paid)
        found[one.instalment_id] = found.get(one.instalment_id, ZERO) + left
    return found


def cover(instalment_id: int, paid: Money) -> None:
    """Pays the charges of an instalment, oldest first."""
    if not paid:
        return
    for one in _unpaid(instalment_id=instalment_id):
        part = min(paid.amount, one.amount - one.paid)
        one.paid += part
        one.save(update_fields=["paid"])
        paid = paid - Money(part)


def is_unpaid(instalment_id: int) -> bool:
    """Whether something that was charged with it is still owed."""
    return _unpaid(instalment_id=instalment_id).exists()


def forgiven_of(loan: Loan) -> tuple[Forgiven, ...]:
    """What was forgiven of a loan, oldest first."""
    found = CollectionForgiveness.objects.filter(charge__loan=loan).select_related("charge")
    return tuple(
        Forgiven(one.charge.name, Money(one.amount), one.on)
        for one in found.order_by("at", "charge_id")
    )


def _unpaid(**which: object) -> QuerySet[CollectionCharge]:
    found = CollectionCharge.objects.filter(paid__lt=F("amount"), forgiveness=None, **which)
    return found.order_by("on", "days")
