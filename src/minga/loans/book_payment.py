"""Writing down what a payment covered: its instalments, the plan that follows, and the end."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max

from minga.kit.money import Money
from minga.ledger import accounts
from minga.ledger.entry import Line, credit
from minga.loans import collection
from minga.loans.book_loan import capital_account, insured, write_rows
from minga.loans.models import (
    Loan,
    LoanEnd,
    LoanInstalment,
    LoanPayment,
    LoanPaymentPart,
    ScheduleVersion,
)
from minga.loans.owed import Owed, period_start
from minga.loans.plan_payment import Covered, PayKind, PaymentPlan


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Who ordered the payment, with which key, from which account, and what the tax was."""

    key: UUID
    source_id: UUID | None
    tax: Money
    reference: str
    at: datetime
    actor: str


def credit_lines(loan: Loan, plan: PaymentPlan) -> tuple[Line, ...]:
    """The credits of a payment, in the order of imputation.

    Cr insurance payable, Cr collection recovered, Cr mora income, Cr interest receivable, Cr the
    loan's capital.
    """
    parts = plan.parts
    named = (
        (parts.insurance, "INSURANCE_PAYABLE"),
        (parts.collection, "COLLECTION_INCOME"),
        (parts.mora, "MORA_INCOME"),
        (parts.interest, f"LOAN_INTEREST_{loan.modality}"),
    )
    lines = [credit(accounts.internal_account(key), amount) for amount, key in named if amount]
    if parts.capital:
        lines.append(credit(capital_account(loan), parts.capital))
    return tuple(lines)


def book_payment(owed: Owed, plan: PaymentPlan, by: PaidBy, entry_id: int) -> LoanPayment:
    """Writes the payment, moves its instalments, replaces the plan and ends the loan where it does.

    In the transaction that posted the entry, with the loan held.
    """
    payment = _payment(owed, plan, by, entry_id)
    late = {one.row.id: one.due.mora for one in owed.due}
    for one in plan.covered:
        _cover(payment, one, owed, mora_owed=late.get(one.row.id))
        if not _makes_way(owed, plan, one.row) and is_settled(one.row):
            one.row.settled_on = owed.on
        one.row.save()
    if plan.new_plan is not None:
        _replace(owed, plan, by.at)
    elif not plan.capital_after and not _something_left(owed.loan, plan):
        _end(owed, by, entry_id)
    _note_interest_paid(owed, plan)
    return payment


def _payment(owed: Owed, plan: PaymentPlan, by: PaidBy, entry_id: int) -> LoanPayment:
    parts = plan.parts
    return LoanPayment.objects.create(
        id=by.key, loan=owed.loan, kind=plan.kind, paid_on=owed.on, at=by.at,
        amount=parts.total.amount, insurance=parts.insurance.amount,
        collection=parts.collection.amount, mora=parts.mora.amount,
        interest=parts.interest.amount, capital=parts.capital.amount, tax=by.tax.amount,
        interest_saved=plan.interest_saved.amount, source=by.source_id, reference=by.reference,
        entry_id=entry_id,
    )  # fmt: skip


def _cover(payment: LoanPayment, one: Covered, owed: Owed, *, mora_owed: Money | None) -> None:
    row, part = one.row, one.part
    LoanPaymentPart.objects.create(
        payment=payment, instalment=row, insurance=part.insurance.amount,
        collection=part.collection.amount, mora=part.mora.amount, interest=part.interest.amount,
        capital=part.capital.amount,
    )  # fmt: skip
    collection.cover(row.id, part.collection)
    row.paid_insurance += part.insurance.amount
    row.paid_interest += part.interest.amount
    row.paid_principal += part.capital.amount
    row.paid_mora += part.mora.amount
    if mora_owed is not None:
        row.mora_due = (mora_owed - part.mora).amount
        # What is left of it bears mora from the day up to which mora was counted.
        row.mora_from = max(owed.mora_until, row.mora_from or row.due_on)


def _makes_way(owed: Owed, plan: PaymentPlan, row: LoanInstalment) -> bool:
    """Whether another plan, or the end, takes its place: then it is never settled, even where what
    was paid on it reaches for all it asked."""
    return plan.kind not in {PayKind.INSTALMENT, PayKind.PAYROLL} and row in owed.ahead


def is_settled(row: LoanInstalment) -> bool:
    """Whether nothing of it is owed any more."""
    return (
        row.paid_principal >= row.principal
        and row.paid_interest >= row.interest
        and row.paid_insurance >= row.insurance
        and not row.mora_due
        and not collection.is_unpaid(row.id)
    )


def _something_left(loan: Loan, plan: PaymentPlan) -> bool:
    """A payoff pays all there is; a payment of instalments may leave interest of the last ones."""
    if plan.kind is PayKind.PAYOFF:
        return False
    return asks_for_more(loan.id)


def asks_for_more(loan_id: UUID) -> bool:
    """Whether some instalment is still to be paid; one that asks for nothing is not."""
    rows = LoanInstalment.objects.filter(loan_id=loan_id, is_current=True, settled_on=None)
    return rows.exclude(principal=0, interest=0, insurance=0).exists()


def _replace(owed: Owed, plan: PaymentPlan, at: datetime) -> None:
    """The instalments ahead make way for those of the new plan."""
    loan, new = owed.loan, plan.new_plan
    assert new is not None
    first = owed.ahead[0]
    _hand_over(first, new.prepaid)
    _retire(loan, owed.on)
    last = ScheduleVersion.objects.filter(loan=loan).aggregate(last=Max("version"))["last"]
    version = ScheduleVersion.objects.create(
        loan=loan, version=last + 1, from_date=owed.on, why=plan.kind, made_at=at
    )
    # The insurer covers the whole running period, whatever day the extra payment came.
    covers = (period_start(first), *new.dates[1:])
    insurance = insured(new.schedule, covers, loan.insurance_monthly)
    write_rows(version, new.schedule, insurance, first_start=new.dates[0], first_n=first.n)
    LoanInstalment.objects.filter(schedule=version, n=first.n).update(
        paid_interest=new.prepaid.amount,
        paid_insurance=min(first.paid_insurance, insurance[0].amount),
    )


def _hand_over(row: LoanInstalment, prepaid: Money) -> None:
    """Interest that was paid of days still to come goes to the row that takes its place."""
    row.paid_interest -= prepaid.amount
    row.save(update_fields=["paid_interest"])


def _end(owed: Owed, by: PaidBy, entry_id: int) -> None:
    _retire(owed.loan, owed.on)
    LoanEnd.objects.create(
        loan=owed.loan, how="paid", on=owed.on, at=by.at, actor=by.actor, entry_id=entry_id
    )


def _retire(loan: Loan, on: date) -> None:
    """Unsettled instalments ahead count until that day; those that have not begun, and of which
    nothing was paid, owe the books nothing."""
    ahead = LoanInstalment.objects.filter(
        loan=loan, is_current=True, due_on__gt=on, settled_on=None
    )
    ahead.filter(starts_on__gte=on, paid_interest=0).update(booked_in=on)
    ahead.update(is_current=False, replaced_on=on)


def _note_interest_paid(owed: Owed, plan: PaymentPlan) -> None:
    """Interest is settled up to the last instalment whose interest is paid, or up to today."""
    if plan.kind not in {PayKind.INSTALMENT, PayKind.PAYROLL}:
        until = max(owed.on, owed.loan.interest_paid_until)
    else:
        settled = LoanInstalment.objects.filter(
            loan=owed.loan, is_current=True, paid_interest__gte=F("interest")
        )
        until = settled.aggregate(last=Max("due_on"))["last"] or owed.loan.interest_paid_until
    owed.loan.interest_paid_until = until
    owed.loan.save(update_fields=["interest_paid_until"])
