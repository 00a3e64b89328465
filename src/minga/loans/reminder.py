"""What a reminder says on the day it goes: as the credit's own page says it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from minga.kit.money import ZERO, Money
from minga.loans.codebtors import accepted
from minga.loans.models import InstalmentNotice, Loan
from minga.loans.owed import Owed, left_of, owed
from minga.loans.reminder_rules import SOON
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class Reminder:
    """`amount`: the instalment that is coming, or what puts the credit up to date; `mora` and
    `collection` are part of it."""

    to: Member
    debtor: Member
    number: str
    due_on: date
    days_late: int
    amount: Money
    mora: Money
    collection: Money


def reminder_of(
    *, loan_id: UUID, member_id: UUID, due_on: date, stage: int, on: date
) -> Reminder | None:
    """None when there is nothing to say any more: it was paid, the loan ended or changed its plan,
    a later stage has come, or what was to come is due. Raises MissingParameter.
    """
    loan = Loan.objects.select_related("member").filter(id=loan_id, end=None).first()
    if loan is None or (on > due_on) != (stage > SOON) or _is_outdated(loan, due_on, stage):
        return None
    now, to = owed(loan, on), _who(loan, member_id)
    if to is None or _oldest(now) != due_on:
        return None
    return Reminder(
        to=to, debtor=loan.member, number=loan.number, due_on=due_on, days_late=now.days_late,
        amount=now.due_total if now.due else left_of(now.ahead[0]).total,
        mora=sum((one.due.mora for one in now.due), ZERO),
        collection=sum((one.due.collection for one in now.due), ZERO),
    )  # fmt: skip


def _is_outdated(loan: Loan, due_on: date, stage: int) -> bool:
    later = InstalmentNotice.objects.filter(due_on=due_on, loan=loan.id, stage__gt=stage)
    return later.exists()


def _oldest(now: Owed) -> date | None:
    rows = (*(one.row for one in now.due), *now.ahead)
    return rows[0].due_on if rows else None


def _who(loan: Loan, member_id: UUID) -> Member | None:
    """The debtor or one of the codebtors."""
    if member_id == loan.member_id:
        return loan.member
    if loan.request_id is None:
        return None
    found = accepted(loan.request_id).filter(member_id=member_id).first()
    return found.member if found else None
