"""Renewals of term deposits as pages and messages tell them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from minga.kit.calendar import COLOMBIA
from minga.kit.clock import business_date
from minga.savings.models import TermDeposit, TermEnd
from minga.savings.term_terms import regret_days_of


@dataclass(frozen=True, slots=True)
class Renewal:
    """That a deposit follows another one. `until`: the last day on which it may be undone; None
    where the cooperative has not set a window. `is_open`: whether that day is not over."""

    follows_id: UUID
    follows_number: str
    until: date | None
    is_open: bool


def regret_until(deposit: TermDeposit) -> date | None:
    """The last day on which this renewal may be undone: business days of its plan's window, the
    first one being the business day after it; a renewal that was made late, because its day was
    closed late, is counted from when it was made. None where no window is set."""
    days = regret_days_of(deposit.plan, deposit.opened_on)
    if not days:
        return None
    made = TermEnd.objects.values_list("at", flat=True).get(deposit_id=deposit.renews_id)
    return COLOMBIA.deadline(max(deposit.opened_on, business_date(made)), days)


def renewal_of(member_id: UUID, deposit_id: UUID, on: date) -> Renewal | None:
    """None for a deposit that follows no other, and for another member's."""
    found = (
        TermDeposit.objects.select_related("plan", "renews")
        .filter(member_id=member_id, id=deposit_id, renews__isnull=False)
        .first()
    )
    if found is None or found.renews is None:
        return None
    until = regret_until(found)
    return Renewal(found.renews.id, found.renews.number, until, bool(until and on <= until))


def follower_of(member_id: UUID, deposit_id: UUID) -> UUID | None:
    """The deposit into which this one was renewed."""
    found = TermDeposit.objects.filter(member_id=member_id, renews_id=deposit_id).first()
    return found.id if found else None
