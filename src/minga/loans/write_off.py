"""Write a loan off («castigo»): its capital and interest leave the balance, not the memory."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from minga.audit.record import record
from minga.kit import ids, sql
from minga.kit.clock import business_date
from minga.kit.money import CENT, ZERO, Money
from minga.kit.refusal import Refusal
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, Line, credit, debit
from minga.loans.book_loan import capital_account
from minga.loans.models import Impairment, Loan, LoanEnd, LoanInstalment, ScheduleVersion
from minga.loans.owed import owed

SQL = Path(__file__).parent / "sql"
WORST = "E"


class LoanNotFound(Refusal):
    """There is no such loan, or it has ended."""

    code = "loan_not_found"


class NotBadEnough(Refusal):
    """Only loans of category E are written off. `category`: what it is in."""

    code = "not_bad_enough"


class WaitsForPlan(Refusal):
    """It came from another system and its instalments have not yet: what it owes is not known."""

    code = "waits_for_plan"


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What left the balance, and how much of it had been set aside before."""

    capital: Money
    interest: Money
    set_aside: Money

    @property
    def total(self) -> Money:
        return self.capital + self.interest


def what_would_go(loan_id: UUID, on: date, *, held: bool = False) -> tuple[Loan, WrittenOff]:
    """The loan and what writing it off on that day would take from the balance. `held`: nobody
    else moves it until the transaction ends. Raises LoanNotFound (also when it has ended),
    NotBadEnough and WaitsForPlan."""
    loans = Loan.objects.select_for_update() if held else Loan.objects.all()
    loan = loans.filter(id=loan_id).first()
    if loan is None or LoanEnd.objects.filter(loan=loan).exists():
        raise LoanNotFound
    if loan.category != WORST:
        raise NotBadEnough(category=loan.category)
    if not ScheduleVersion.objects.filter(loan=loan).exists():
        raise WaitsForPlan
    return loan, WrittenOff(owed(loan, on).capital, _receivable(loan, on), _set_aside(loan))


def write_off(*, loan_id: UUID, actor: str, why: str, at: datetime) -> WrittenOff:
    """Writes off all that a loan of category E owes; it is still owed, and may be recovered.

    In the caller's transaction, which has made sure that two people want it
    (`decide_write_off.py`). Refuses with LoanNotFound (also when it was written off before),
    NotBadEnough and WaitsForPlan.

        Dr impairment of category E     what had been set aside for it
        Dr impairment expense           what had not
            Cr the loan's capital               all of it
            Cr interest receivable              what had been taken to income and is not paid
        Dr loans written off            both together (memo)
            Cr loans written off, contra
    At the close of that day, however late it comes:
        Dr suspended interest, contra   what was in suspense for it (memo)
            Cr suspended interest

    Interest in suspense was never an asset, so there is nothing of it to write off, and what may be
    recovered of the debtor is what was written off: it is owed no more, and its memo ends here.
    """
    on = business_date(at)
    loan, gone = what_would_go(loan_id, on, held=True)
    entry = post.post(
        EntryDraft(
            key=ids.key_from("write_off", loan.number), kind="write_off", business_date=on,
            occurred_at=at, description="Castigo de crédito", actor=actor,
            lines=_lines(loan, gone), reference=loan.number,
        )
    )  # fmt: skip
    _close(loan, gone, on=on, at=at, actor=actor, entry_id=entry.entry_id)
    record(
        at=at, actor=actor, action="write_off_loan", subject=f"loan:{loan.id}",
        detail={"capital": str(gone.capital), "interest": str(gone.interest), "why": why},
    )  # fmt: skip
    return gone


def _receivable(loan: Loan, on: date) -> Money:
    """Interest that was taken to income and not paid, to the centavo."""
    (left,) = sql.named(sql.text(SQL / "receivable.sql"), {"loan": loan.id, "on": on})
    return Money(left.quantize(CENT))


def _set_aside(loan: Loan) -> Money:
    last = Impairment.objects.filter(loan=loan).order_by("-from_date").first()
    return Money(last.amount) if last and last.category == WORST else ZERO


def _lines(loan: Loan, gone: WrittenOff) -> tuple[Line, ...]:
    covered = min(gone.set_aside, gone.total)
    memo = ("WRITTEN_OFF", "WRITTEN_OFF_CONTRA")
    named = (
        (debit, f"IMPAIRMENT_{loan.modality}_{WORST}", covered),
        (debit, "IMPAIRMENT_EXPENSE", gone.total - covered),
        (credit, f"LOAN_INTEREST_{loan.modality}", gone.interest),
        (debit, memo[0], gone.total),
        (credit, memo[1], gone.total),
    )
    lines = [side(accounts.internal_account(key), amount) for side, key, amount in named if amount]
    return (*lines, credit(capital_account(loan), gone.capital))


def _close(
    loan: Loan, gone: WrittenOff, *, on: date, at: datetime, actor: str, entry_id: int
) -> None:
    """Nothing more is earned on it; what was set aside for it has served."""
    # The close of the day brings income and the memo to what was paid and what was written off.
    rows = LoanInstalment.objects.filter(loan=loan, booked_in=None, replaced_on=None)
    rows.update(replaced_on=on)
    Impairment.objects.update_or_create(
        loan=loan, from_date=on,
        defaults={
            "category": WORST, "amount": max(ZERO, gone.set_aside - gone.total).amount,
            "entry_id": entry_id,
        },
    )  # fmt: skip
    LoanEnd.objects.create(
        loan=loan, how="written_off", on=on, at=at, actor=actor,
        written_off=gone.total.amount, interest=gone.interest.amount, entry_id=entry_id,
    )  # fmt: skip
