"""Retention of earlier years that early ends left withheld, and what of it was given back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from minga.kit.money import Money
from minga.savings.models import GoalEnd, RetentionReturn, TermEnd

PAGE_SIZE = 50


class EndedEarly(StrEnum):
    """What ended before its day."""

    DEPOSIT = "cdat"
    GOAL = "meta"


@dataclass(frozen=True, slots=True)
class Returned:
    """What was given back, when, to which account, on what."""

    amount: Money
    on: date
    at: datetime
    paid_to: UUID
    paid_to_number: str
    statement: str
    stated_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class KeptRetention:
    """What an early end left withheld: of which product, whose, how much; `returned` when it was
    given back. `pays_to`: where its money went, if the product says so."""

    what: EndedEarly
    id: UUID
    number: str
    name: str
    member_id: UUID
    member_name: str
    document: tuple[str, str]
    opened_on: date
    ended_on: date
    amount: Money
    pays_to: UUID | None
    returned: Returned | None


def kept_of_deposit(deposit_id: UUID, *, hold: bool = False) -> KeptRetention | None:
    """Of a CDAT; None where nothing was left withheld. `hold`: nobody else gives it back until the
    caller's transaction ends."""
    ends = TermEnd.objects.filter(deposit_id=deposit_id, kept_back__gt=0)
    if hold:
        ends = ends.select_for_update(of=("self",))
    end = ends.select_related("deposit__member").first()
    return _of_deposit(end) if end else None


def kept_of_goal(account_id: UUID, *, hold: bool = False) -> KeptRetention | None:
    """The same of a goal."""
    ends = GoalEnd.objects.filter(goal_id=account_id, kept_back__gt=0)
    if hold:
        ends = ends.select_for_update(of=("self",))
    end = ends.select_related("goal__account__member").first()
    return _of_goal(end) if end else None


def kept_of(what: EndedEarly, product_id: UUID, *, hold: bool = False) -> KeptRetention | None:
    """The same of either."""
    found = kept_of_deposit if what is EndedEarly.DEPOSIT else kept_of_goal
    return found(product_id, hold=hold)


def to_give_back(
    *, after: tuple[date, UUID] | None = None, limit: int = PAGE_SIZE
) -> list[KeptRetention]:
    """What is still withheld, the oldest ends first, after one of them: its day and product."""
    deposits = TermEnd.objects.filter(_after(after, "deposit_id"), kept_back__gt=0, returned=None)
    goals = GoalEnd.objects.filter(_after(after, "goal_id"), kept_back__gt=0, returned=None)
    ended = deposits.select_related("deposit__member").order_by("on", "deposit_id")
    taken_out = goals.select_related("goal__account__member").order_by("on", "goal_id")
    found = [_of_deposit(one) for one in ended[:limit]]
    found += [_of_goal(one) for one in taken_out[:limit]]
    return sorted(found, key=lambda one: (one.ended_on, one.id))[:limit]


def _after(place: tuple[date, UUID] | None, product: str) -> Q:
    if place is None:
        return Q()
    day, last = place
    return Q(on__gt=day) | Q(**{"on": day, f"{product}__gt": last})


def kept_numbered(number: str) -> KeptRetention | None:
    """Of the product that has that number."""
    deposit = TermEnd.objects.filter(deposit__number__iexact=number, kept_back__gt=0).first()
    if deposit is not None:
        return kept_of_deposit(deposit.deposit_id)
    goal = GoalEnd.objects.filter(goal__account__number__iexact=number, kept_back__gt=0).first()
    return kept_of_goal(goal.goal_id) if goal else None


def _of_deposit(end: TermEnd) -> KeptRetention:
    one, member = end.deposit, end.deposit.member
    return KeptRetention(
        what=EndedEarly.DEPOSIT, id=one.id, number=one.number, name="CDAT", member_id=member.id,
        member_name=member.full_name, opened_on=one.opened_on, ended_on=end.on,
        document=(member.document_type, member.document_number), amount=Money(end.kept_back),
        pays_to=one.pays_to_id, returned=_returned(RetentionReturn.objects.filter(deposit_end=end)),
    )  # fmt: skip


def _of_goal(end: GoalEnd) -> KeptRetention:
    one, account = end.goal, end.goal.account
    member = account.member
    return KeptRetention(
        what=EndedEarly.GOAL, id=account.id, number=account.number, name=f"Meta «{one.name}»",
        member_id=member.id, member_name=member.full_name, opened_on=account.opened_on,
        ended_on=end.on, document=(member.document_type, member.document_number),
        amount=Money(end.kept_back), pays_to=one.pays_from_id,
        returned=_returned(RetentionReturn.objects.filter(goal_end=end)),
    )  # fmt: skip


def _returned(found: QuerySet[RetentionReturn]) -> Returned | None:
    one = found.select_related("paid_to").first()
    if one is None:
        return None
    return Returned(
        amount=Money(one.amount), on=one.on, at=one.at, paid_to=one.paid_to_id,
        paid_to_number=one.paid_to.number, statement=one.statement, stated_on=one.stated_on,
        reference=one.reference,
    )  # fmt: skip
