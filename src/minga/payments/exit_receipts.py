"""What a CDAT or a savings goal paid at its end, as its entry in the books says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.ledger import accounts, book_pages
from minga.ledger.daily_book import BookLine
from minga.savings.models import (
    GoalEnd,
    ProductKind,
    SavingsAccount,
    TermDeposit,
    TermEnd,
    TermInterest,
)

STAYS = "renewed"  # its money went on in another deposit


@dataclass(frozen=True, slots=True)
class ExitReceipt:
    """What there was, what came to it and went off it, and where the rest is. No balances.

    `interest` and `withheld` of the last payment; `recovered`: interest paid earlier that was not
    due for so short a time, and `given_back` what had been withheld of it; `lost`: interest that
    was not earned for ending before its day.
    """

    how: str
    name: str
    number: str
    reference: str
    at: datetime
    held: Money
    interest: Money
    withheld: Money
    recovered: Money
    given_back: Money
    tax: Money
    lost: Money
    pays: Money
    to_name: str
    to_number: str


def deposit_receipt(member_id: UUID, deposit_id: UUID) -> ExitReceipt | None:
    """Of a CDAT that was paid out; None when it lives, was renewed, or is not this member's."""
    end = (
        TermEnd.objects.select_related("deposit__pays_to", "deposit__plan")
        .filter(deposit_id=deposit_id, deposit__member_id=member_id)
        .exclude(how=STAYS)
        .first()
    )
    if end is None:
        return None
    deposit: TermDeposit = end.deposit
    lines = book_pages.entry_lines(end.entry_id)
    paid = TermInterest.objects.filter(entry_id=end.entry_id).first()
    interest, withheld = (Money(paid.gross), Money(paid.withheld)) if paid else (ZERO, ZERO)
    held = _moved(lines, deposit.ledger_account_id, "D")
    pays, given_back = _moved(lines, deposit.pays_to.ledger_account_id, "C"), Money(end.given_back)
    return ExitReceipt(
        how=end.how, name=deposit.plan.name, number=deposit.number,
        reference=_reference(end.entry_id), at=end.at, held=held, interest=interest,
        withheld=withheld, recovered=held + interest - withheld + given_back - pays, tax=ZERO,
        given_back=given_back, lost=Money(end.penalty), pays=pays, **_home(deposit.pays_to),
    )  # fmt: skip


def goal_receipt(member_id: UUID, account_id: UUID) -> ExitReceipt | None:
    """Of a goal that ended; None when it goes on, ended with nothing in it, or is not this
    member's. What the last month's interest adds later is not in it."""
    end = (
        GoalEnd.objects.select_related("goal__account")
        .filter(goal_id=account_id, goal__account__member_id=member_id)
        .exclude(entry_id=None)
        .first()
    )
    if end is None or end.entry_id is None:
        return None
    goal = end.goal
    lines = book_pages.entry_lines(end.entry_id)
    home = (
        SavingsAccount.objects.filter(
            member_id=member_id, ledger_account_id__in=[one.account_id for one in lines]
        )
        .exclude(id=account_id)
        .first()
    )
    held = _moved(lines, goal.account.ledger_account_id, "D")
    pays = _moved(lines, home.ledger_account_id, "C") if home else ZERO
    tax = _moved(lines, accounts.internal_account("GMF_PAYABLE"), "C")
    return ExitReceipt(
        how=end.how, name=goal.name, number=goal.account.number,
        reference=_reference(end.entry_id), at=end.at, held=held, interest=ZERO, withheld=ZERO,
        recovered=held - pays - tax + Money(end.given_back), given_back=Money(end.given_back),
        tax=tax,
        lost=Money(end.penalty), pays=pays, **_home(home),
    )  # fmt: skip


def _moved(lines: Sequence[BookLine], account_id: int, side: str) -> Money:
    """What the entry moved on one side of an account."""
    there = (one.amount for one in lines if (one.account_id, one.side) == (account_id, side))
    return sum(there, ZERO)


def _reference(entry_id: int) -> str:
    """As the books carry it; of an entry that was written without one, what its key makes."""
    entry = book_pages.entry(entry_id)
    assert entry is not None, "an end has its entry"
    return entry.reference or ids.reference(entry.key)


def _home(account: SavingsAccount | None) -> dict[str, str]:
    """Where the money went."""
    if account is None:
        return {"to_name": "", "to_number": ""}
    return {"to_name": ProductKind(account.kind).label, "to_number": account.number}
