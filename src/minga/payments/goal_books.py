"""What moves money into and out of savings goals, for their use cases and the day's close."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minga.kit.money import ZERO, Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.payments.gmf_room import tax_on
from minga.savings.models import ProductKind, SavingsAccount, SavingsGoal

TAXES_KEY = "gmf.taxes.own_savings_to_savings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move between own savings: from where to where, how much, and the words of its entry."""

    source: SavingsAccount
    target: SavingsAccount
    amount: Money
    key: UUID
    kind: str
    description: str
    on: date
    at: datetime
    actor: str
    reference: str | None = None

    def entry(self, tax: Money = ZERO) -> EntryDraft:
        """The entry, ready to be posted.

        Dr the account it leaves         amount
            Cr the account it reaches        amount
        Dr the account it leaves         GMF, only if its parameter says that own savings are taxed
            Cr GMF payable (GMF_PAYABLE)     GMF
        """
        source, target = self.source.ledger_account_id, self.target.ledger_account_id
        lines = [debit(source, self.amount), credit(target, self.amount)]
        if tax:
            payable = accounts.internal_account("GMF_PAYABLE")
            lines += [debit(source, tax), credit(payable, tax)]
        return EntryDraft(
            key=self.key, kind=self.kind, business_date=self.on, occurred_at=self.at,
            description=self.description, actor=self.actor, lines=tuple(lines),
            reference=self.reference,
        )  # fmt: skip


def move(one: Move) -> int:
    """Posts it in the caller's transaction and returns its entry's id. Raises LedgerRefusal."""
    tax = tax_on(one.source, one.amount, TAXES_KEY, one.on, spend=True).tax
    return post.post(one.entry(tax)).entry_id


def home_of(goal: SavingsGoal) -> SavingsAccount | None:
    """Where a goal's money goes at its end: the account it is paid from, or the first at sight."""
    if goal.pays_from is not None:
        return goal.pays_from
    return (
        SavingsAccount.objects.filter(member_id=goal.account.member_id, kind=ProductKind.SIGHT)
        .order_by("opened_on", "number")
        .first()
    )
