"""The account that is marked exempt from the 4x1000, as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minga.kit.money import Money
from minga.payments.gmf_room import cap_of_month, room_left
from minga.savings.models import GmfExemption


@dataclass(frozen=True, slots=True)
class ExemptAccount:
    """Which account is marked, since when, and the month: its amount and what is left of it."""

    account_id: UUID
    number: str
    marked_at: datetime
    statement: str
    cap: Money
    left: Money


def marked_account_of(member_id: UUID) -> UUID | None:
    """Which of the member's accounts is marked, if one is."""
    return (
        GmfExemption.objects.filter(member_id=member_id, ended_at=None)
        .values_list("account_id", flat=True)
        .first()
    )


def exempt_account_of(member_id: UUID, on: date) -> ExemptAccount | None:
    """The member's marked account; None without one. Raises MissingParameter."""
    found = (
        GmfExemption.objects.select_related("account")
        .filter(member_id=member_id, ended_at=None)
        .first()
    )
    if found is None:
        return None
    return ExemptAccount(
        account_id=found.account_id,
        number=found.account.number,
        marked_at=found.marked_at,
        statement=found.statement,
        cap=cap_of_month(on),
        left=room_left(found.account_id, on),
    )
