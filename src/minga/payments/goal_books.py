"""What moves money into and out of savings goals, for their use cases and the day's close."""

from datetime import date, datetime
from uuid import UUID

from minga.kit.money import Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.payments.gmf_room import tax_on
from minga.savings.models import ProductKind, SavingsAccount, SavingsGoal

TAXES_KEY = "gmf.taxes.own_savings_to_savings"


def move(
    source: SavingsAccount,
    target: SavingsAccount,
    amount: Money,
    *,
    key: UUID,
    kind: str,
    description: str,
    on: date,
    at: datetime,
    actor: str,
) -> int:
    """Posts the move in the caller's transaction and returns its entry's id. Raises LedgerRefusal.

    Dr the account it leaves         amount
        Cr the account it reaches        amount
    Dr the account it leaves         GMF, only if its parameter says that own savings are taxed
        Cr GMF payable (GMF_PAYABLE)     GMF
    """
    lines = [debit(source.ledger_account_id, amount), credit(target.ledger_account_id, amount)]
    tax = tax_on(source, amount, TAXES_KEY, on, spend=True).tax
    if tax:
        payable = accounts.internal_account("GMF_PAYABLE")
        lines += [debit(source.ledger_account_id, tax), credit(payable, tax)]
    return post.post(
        EntryDraft(
            key=key, kind=kind, business_date=on, occurred_at=at, description=description,
            actor=actor, lines=tuple(lines),
        )
    ).entry_id  # fmt: skip


def home_of(goal: SavingsGoal) -> SavingsAccount | None:
    """Where a goal's money goes at its end: the account it is paid from, or the first at sight."""
    if goal.pays_from is not None:
        return goal.pays_from
    return (
        SavingsAccount.objects.filter(member_id=goal.account.member_id, kind=ProductKind.SIGHT)
        .order_by("opened_on", "number")
        .first()
    )
