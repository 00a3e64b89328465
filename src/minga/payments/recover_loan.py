"""Recover part of a loan that was written off, from the debtor's own savings."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, outbox
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.retry import retried
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, KeyReused, credit, debit
from minga.loans.models import Loan, LoanEnd, LoanPayment
from minga.loans.pay_refusals import MoreThanDue, UnknownLoan
from minga.loans.recovered import RECOVERY, left_to_recover
from minga.payments.gmf_room import tax_on
from minga.payments.pay_loan import (
    TAXED_KEY,
    AmountNotPositive,
    PaidLoan,
    UnknownSource,
)
from minga.savings.models import ProductKind, SavingsAccount


@retried
def recover_loan(
    *, member_id: UUID, loan_id: UUID, source_id: UUID, amount: Money, key: UUID, at: datetime
) -> PaidLoan:
    """Pays `amount` of what was written off, once per key.

    Refuses with AmountNotPositive, UnknownLoan (also when it was not written off), UnknownSource,
    MoreThanDue (`limit`: what is left), InsufficientFunds, KeyReused, MissingParameter.

        Dr savings of the source        amount
            Cr recoveries                           amount
        Dr savings of the source        GMF, unless the account is marked exempt and has room left
            Cr GMF payable                          GMF
        Dr loans written off, contra    amount (memo)
            Cr loans written off                    amount
    """
    with transaction.atomic(durable=True):
        return recovered(
            member_id=member_id, loan_id=loan_id, source_id=source_id, amount=amount, key=key,
            actor=f"member:{member_id}", at=at,
        )  # fmt: skip


def recovered(
    *,
    member_id: UUID,
    loan_id: UUID,
    source_id: UUID,
    amount: Money,
    key: UUID,
    actor: str,
    at: datetime,
) -> PaidLoan:
    """As `recover_loan`, by whoever may, in the caller's transaction."""
    on = business_date(at)
    if amount <= ZERO:
        raise AmountNotPositive
    order_key = ids.key_in_scope(f"recover_loan:{member_id.hex}", key)
    loan = Loan.objects.select_for_update().filter(id=loan_id, member_id=member_id).first()
    end = LoanEnd.objects.filter(loan_id=loan_id, how="written_off").first()
    if loan is None or end is None:
        raise UnknownLoan
    before = LoanPayment.objects.filter(id=order_key).first()
    if before is not None:
        if (before.loan_id, Money(before.amount)) != (loan_id, amount):
            raise KeyReused
        return PaidLoan(before.id, before.reference, before.at)
    left = left_to_recover(end)
    if amount > left:
        raise MoreThanDue(left)
    source = SavingsAccount.objects.filter(
        id=source_id, member_id=member_id, kind=ProductKind.SIGHT
    ).first()
    if source is None:
        raise UnknownSource
    tax = tax_on(source, amount, TAXED_KEY, on, spend=True).tax
    reference = ids.reference(order_key)
    entry = post.post(
        EntryDraft(
            key=order_key, kind="recover_loan", business_date=on, occurred_at=at,
            description="Pago de crédito castigado", actor=actor, reference=reference,
            lines=(
                debit(source.ledger_account_id, amount + tax),
                credit(accounts.internal_account("RECOVERIES"), amount),
                *([credit(accounts.internal_account("GMF_PAYABLE"), tax)] if tax else []),
                debit(accounts.internal_account("WRITTEN_OFF_CONTRA"), amount),
                credit(accounts.internal_account("WRITTEN_OFF"), amount),
            ),
        )
    )  # fmt: skip
    LoanPayment.objects.create(
        id=order_key, loan=loan, kind=RECOVERY, paid_on=on, at=at, amount=amount.amount,
        capital=amount.amount, tax=tax.amount, source=source_id, reference=reference,
        entry_id=entry.entry_id,
    )  # fmt: skip
    record(
        at=at, actor=actor, action="recover_loan", subject=f"loan:{loan.id}",
        detail={"amount": str(amount)},
    )  # fmt: skip
    outbox.publish("loan_paid", {"payment_id": str(order_key)})
    return PaidLoan(order_key, reference, at)
