"""Forgive what is left of a cost of collection («condonar»): kept, with who, when and why."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from minga.kit import outbox
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.kit.visitor import Visitor
from minga.loans.book_payment import asks_for_more, is_settled
from minga.loans.decide_write_off import require_stranger, subject_of
from minga.loans.models import (
    CollectionCharge,
    CollectionForgiveness,
    Loan,
    LoanEnd,
    LoanInstalment,
)
from minga.staff import trail
from minga.staff.acts import REASON_LENGTH_MAX
from minga.staff.identity import actor_of
from minga.staff.reasons import tidy_reason


class NothingToForgive(Refusal):
    """There is no such charge, it was paid or forgiven by now, or its loan ended."""

    code = "nothing_to_forgive"


class CostChanged(Refusal):
    """What is left is not what whoever forgives was shown. `left`: what it is."""

    code = "cost_changed"

    def __init__(self, left: Money) -> None:
        super().__init__(left=left)
        self.left = left


def forgive_collection_cost(
    *, charge_id: int, employee_id: UUID, seen: Money, reason: str, by: Visitor, at: datetime
) -> Money:
    """Nobody owes it from now on; returns how much was forgiven. `seen`: what was left of it as it
    was shown.

    Nothing is posted. What is charged is no income before it is paid, so there is nothing to take
    back; the part that was paid was income and stays so. No money moves and the balance is the
    same: one person does it, with the role that decides. The stage is not charged again while the
    loan stays late. An instalment that owed nothing else is settled, and the loan ends with it. The
    debtor is told; the reason is the cooperative's and stays in its trail.

    Refuses with NothingToForgive, CostChanged, OneselfConcerned, ReasonMissing.
    """
    said, actor = tidy_reason(reason, longest=REASON_LENGTH_MAX), actor_of(employee_id)
    on = business_date(at)
    with transaction.atomic(durable=True):
        charge = _held(charge_id)
        require_stranger(charge.loan, employee_id)
        left = Money(charge.amount - charge.paid)
        if left != seen:
            raise CostChanged(left)
        CollectionForgiveness.objects.create(
            charge=charge, amount=left.amount, on=on, at=at, actor=actor, why=said
        )
        _settle(charge.instalment, on=on, at=at, actor=actor)
        trail.note(
            at=at, who=actor, action="forgive_collection_cost", by=by,
            subject=subject_of(charge.loan_id),
            detail={"charge": charge.id, "amount": str(left), "reason": said},
        )  # fmt: skip
        outbox.publish("collection_cost_forgiven", {"charge_id": charge.id})
    return left


def _held(charge_id: int) -> CollectionCharge:
    """The charge, still owed; nobody pays or forgives its loan's until the transaction ends."""
    of = CollectionCharge.objects.filter(id=charge_id).values("loan_id")
    living = Loan.objects.select_for_update(of=("self",)).filter(end=None)
    loan = living.filter(id__in=of).first()
    charge = (
        CollectionCharge.objects.select_related("instalment", "loan__member")
        .filter(id=charge_id, paid__lt=F("amount"), forgiveness=None)
        .first()
    )
    if loan is None or charge is None:
        raise NothingToForgive
    return charge


def _settle(row: LoanInstalment, *, on: date, at: datetime, actor: str) -> None:
    """Where costs are paid last, a cost may be all that an instalment, or the loan, still owed."""
    if row.settled_on is not None or not is_settled(row):
        return
    row.settled_on = on
    row.save(update_fields=["settled_on"])
    if not asks_for_more(row.loan_id):
        LoanEnd.objects.create(loan_id=row.loan_id, how="paid", on=on, at=at, actor=actor)
