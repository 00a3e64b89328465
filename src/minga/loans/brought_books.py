"""Loans of another system into the books, and their plans.

Dr the loan's capital, in its category (LOANS_…)    what it owes
Dr interest receivable (LOAN_INTEREST_…)            what was taken to income and is not paid
    Cr impairment of the category                       what was set aside for it
    Cr MIGRATION                                        the rest
Dr suspended interest (SUSPENDED_INTEREST)          what categories C to E earned and is not paid
    Cr suspended interest, contra (SUSPENDED_INTEREST_CONTRA)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minga.kit.money import Money
from minga.ledger import openings
from minga.ledger.accounts import internal_account, open_member_accounts
from minga.ledger.entry import EntryDraft, credit, debit
from minga.loans.arrears_category import Category
from minga.loans.book_loan import chart_key
from minga.loans.brought_plan import (
    PlanRow,
    Told,
    days_late,
    earned_before,
    mora_here,
    own_category,
)
from minga.loans.brought_terms import LoanTerms
from minga.loans.models import (
    BroughtLoan,
    Impairment,
    Loan,
    LoanAccount,
    LoanAccrual,
    LoanClass,
    LoanInstalment,
    ScheduleVersion,
)


@dataclass(frozen=True, slots=True)
class Arriving:
    """A loan that is not written yet, with its terms; `rows` are empty when its plan comes later,
    and the first ones were paid elsewhere (`terms.paid`)."""

    loan: Loan
    terms: LoanTerms
    on: date
    rows: tuple[PlanRow, ...] = ()

    @property
    def told(self) -> Told:
        one = self.terms
        return Told(
            on=self.on, interest=one.interest, suspended=one.suspended, mora=one.mora,
            days_late=one.days_late, category=one.category,
        )  # fmt: skip


def told_of(brought: BroughtLoan) -> Told:
    """What was told of a loan that stands in the books."""
    return Told(
        on=brought.on, interest=brought.interest, suspended=brought.suspended, mora=brought.mora,
        days_late=brought.days_late, category=Category(brought.loan.category),
    )  # fmt: skip


def book_arrivals(some: Sequence[Arriving], at: datetime) -> None:
    """Writes the loans, their entries and the plans that they have, in the caller's transaction."""
    Loan.objects.bulk_create(one.loan for one in some)
    places = _open_accounts(some)
    entries = openings.post_openings([_entry(one, places[one.loan.id], at) for one in some])
    made = [_brought(one, entry) for one, entry in zip(some, entries, strict=True)]
    BroughtLoan.objects.bulk_create(made)
    Impairment.objects.bulk_create(
        Impairment(
            loan=one.loan, from_date=one.on, category=one.loan.category,
            amount=one.terms.impairment, entry_id=entry,
        )
        for one, entry in zip(some, entries, strict=True)
        if one.terms.impairment
    )  # fmt: skip
    LoanClass.objects.bulk_create(
        LoanClass(
            loan=one.loan, from_date=one.on, days_past_due=one.terms.days_late or 0,
            own=one.loan.own_category, category=one.loan.category,
        )
        for one in some
    )  # fmt: skip
    planned = [
        (brought, one.rows, one.terms.paid)
        for one, brought in zip(some, made, strict=True)
        if one.rows
    ]
    lay_plans(planned, at)


def _open_accounts(some: Sequence[Arriving]) -> dict[UUID, int]:
    by_key: dict[str, list[UUID]] = {}
    for one in some:
        key = chart_key(one.loan.modality, one.loan.category, by_payroll=one.loan.by_payroll)
        by_key.setdefault(key, []).append(one.loan.id)
    places: dict[UUID, int] = {}
    for key, loans in by_key.items():
        places |= open_member_accounts(key, "loan", loans)
    LoanAccount.objects.bulk_create(
        LoanAccount(
            loan=one.loan, category=one.loan.category, ledger_account_id=places[one.loan.id]
        )
        for one in some
    )
    return places


def _entry(one: Arriving, place: int, at: datetime) -> EntryDraft:
    terms, modality, letter = one.terms, one.loan.modality, one.loan.category
    named = (
        (debit, f"LOAN_INTEREST_{modality}", terms.interest),
        (debit, "SUSPENDED_INTEREST", terms.suspended),
        (credit, "SUSPENDED_INTEREST_CONTRA", terms.suspended),
        (credit, f"IMPAIRMENT_{modality}_{letter}", terms.impairment),
    )
    lines = [
        debit(place, Money(terms.capital)),
        *(side(internal_account(key), Money(amount)) for side, key, amount in named if amount),
    ]
    return openings.opening(number=one.loan.number, lines=lines, on=one.on, at=at)


def _brought(one: Arriving, entry: int) -> BroughtLoan:
    terms = one.terms
    return BroughtLoan(
        loan=one.loan, on=one.on, capital=terms.capital, interest=terms.interest,
        suspended=terms.suspended, interest_paid=terms.interest_paid, mora=terms.mora,
        days_late=terms.days_late, entry_id=entry,
    )  # fmt: skip


def lay_plans(some: Sequence[tuple[BroughtLoan, Sequence[PlanRow], int]], at: datetime) -> None:
    """Writes the plans of loans that came, each with how many of its first rows were paid.

    Its unpaid rows get what the loan had earned and owed, in the caller's transaction.
    """
    versions = [
        ScheduleVersion(
            loan_id=brought.loan_id, version=1, from_date=brought.loan.disbursed_on,
            why="imported", made_at=at,
        )
        for brought, _, _ in some
    ]  # fmt: skip
    ScheduleVersion.objects.bulk_create(versions)
    instalments, accruals = [], []
    for version, (brought, rows, paid) in zip(versions, some, strict=True):
        left = rows[paid:]
        instalments += [_paid(version, row, brought) for row in rows[:paid]]
        instalments += _unpaid(version, left, brought)
        accruals += [
            LoanAccrual(
                business_date=one.on, loan=brought.loan_id,
                capital=one.row.principal + one.row.balance, overdue=0, interest=one.interest,
                mora=0, is_suspended=one.is_suspended,
            )
            for one in earned_before(left, told_of(brought))
        ]  # fmt: skip
        _note_arrears(brought, left)
    LoanInstalment.objects.bulk_create(instalments)
    LoanAccrual.objects.bulk_create(accruals)


def _row(version: ScheduleVersion, row: PlanRow) -> LoanInstalment:
    return LoanInstalment(
        schedule=version, loan_id=version.loan_id, n=row.n, starts_on=row.starts_on,
        due_on=row.due_on, principal=row.principal, interest=row.interest,
        insurance=row.insurance, balance=row.balance,
    )  # fmt: skip


def _paid(version: ScheduleVersion, row: PlanRow, brought: BroughtLoan) -> LoanInstalment:
    """Paid elsewhere, as planned; nothing of it is left for the books."""
    made = _row(version, row)
    made.paid_principal, made.paid_interest = row.principal, row.interest
    made.paid_insurance, made.settled_on, made.booked_in = row.insurance, row.due_on, brought.on
    return made


def _unpaid(
    version: ScheduleVersion, rows: Sequence[PlanRow], brought: BroughtLoan
) -> list[LoanInstalment]:
    """The oldest one bears the mora that came, unless it is what this office would charge."""
    made = [_row(version, row) for row in rows]
    mora = brought.mora
    if mora is None or Money(mora) == mora_here(brought.loan, rows, brought.on):
        return made
    late = [one for one in made if one.due_on <= brought.on]
    for one in late:
        one.mora_from = brought.on
    if late:
        late[0].mora_due = mora
    BroughtLoan.objects.filter(pk=brought.pk).update(mora_until=brought.on)
    return made


def _note_arrears(brought: BroughtLoan, left: Sequence[PlanRow]) -> None:
    days = days_late(left, brought.on)
    own = own_category(brought.loan.modality, days, brought.on)
    Loan.objects.filter(pk=brought.loan_id).update(
        own_category=own, interest_paid_until=left[0].starts_on
    )
    LoanClass.objects.filter(loan_id=brought.loan_id, from_date=brought.on).update(
        days_past_due=days, own=own
    )
