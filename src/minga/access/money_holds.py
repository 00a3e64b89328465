"""No money leaves a member's hands for a while after an access recovered with one proof only."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from minga.access.models import MoneyHold
from minga.kit.refusal import Refusal


class MoneyHeld(Refusal):
    """No money of this member goes to somebody else before `until`.

    For whoever moves money out of a member's hands; between own accounts it may move.
    """

    code = "money_held"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)
        self.until = until


def hold(member_id: UUID, *, why: str, until: datetime, at: datetime) -> None:
    """Holds the money of a member, in the caller's transaction. Holds add up: the last one ends
    it."""
    MoneyHold.objects.create(member_id=member_id, why=why, since=at, until=until)


def held_until(member_id: UUID, at: datetime) -> datetime | None:
    """Until when nothing goes out; None when it may."""
    open_now = MoneyHold.objects.filter(member_id=member_id, until__gt=at, lifted_at=None)
    last: datetime | None = open_now.aggregate(last=Max("until"))["last"]
    return last


def require_none(member_id: UUID, at: datetime) -> None:
    """Raises MoneyHeld while a hold is open. To be asked in the transaction that moves the
    money."""
    until = held_until(member_id, at)
    if until is not None:
        raise MoneyHeld(until)
