"""The money of an employer comes: what it owed for wages it took is settled."""

from datetime import datetime

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.ledger import accounts, post
from minga.ledger import queries as ledger
from minga.ledger.entry import EntryDraft, KeyReused, credit, debit
from minga.loans.employers import employer_numbered
from minga.loans.models import Employer
from minga.payments.models import PayrollSettlement
from minga.payments.pay_loan import AmountNotPositive


class MoreThanEmployerOwes(Refusal):
    """The employer owes `owed`: bring first the file of what it took."""

    code = "more_than_employer_owes"

    def __init__(self, owed: Money) -> None:
        super().__init__(owed=owed)
        self.owed = owed


@retried
def settle_payroll(*, nit: str, amount: Money, reference: str, actor: str, at: datetime) -> bool:
    """Writes down what came in, once per employer and reference; False when it was there already.

    Refuses with AmountNotPositive, UnknownEmployer, MoreThanEmployerOwes, KeyReused (the reference
    came with another amount).

        Dr bank                         amount
            Cr the employer's account (1473)    amount
    """
    if amount <= ZERO:
        raise AmountNotPositive
    on = business_date(at)
    with transaction.atomic(durable=True):
        found = employer_numbered(nit)
        employer = Employer.objects.select_for_update().get(id=found.id)
        key = ids.key_from("payroll_settlement", nit, reference)
        before = PayrollSettlement.objects.filter(id=key).first()
        if before is not None:
            if Money(before.amount) != amount:
                raise KeyReused
            return False
        owed = owed_by(employer)
        if amount > owed:
            raise MoreThanEmployerOwes(owed)
        entry = post.post(
            EntryDraft(
                key=key, kind="settle_payroll", business_date=on, occurred_at=at, actor=actor,
                description="Giro de la pagaduría por descuentos de nómina",
                reference=ids.reference(key),
                lines=(
                    debit(accounts.internal_account("BANK"), amount),
                    credit(employer.ledger_account_id, amount),
                ),
            )
        )  # fmt: skip
        PayrollSettlement.objects.create(
            id=key, employer=employer, amount=amount.amount, reference=reference, on=on, at=at,
            actor=actor, entry_id=entry.entry_id,
        )  # fmt: skip
        record(
            at=at, actor=actor, action="settle_payroll", subject=f"employer:{employer.id}",
            detail={"nit": nit, "amount": str(amount), "reference": reference},
        )  # fmt: skip
    return True


def owed_by(employer: Employer) -> Money:
    """What it took from wages and has not handed over."""
    account = employer.ledger_account_id
    return ledger.balances([account])[account].total
