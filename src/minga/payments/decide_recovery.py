"""Recovering a loan that was written off, by two people and from the debtor's own savings.

What allows it (the debtor's word, or a clause of the note) is written in the reason.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.kit.money import ZERO, Money
from minga.kit.retry import retried
from minga.kit.visitor import Visitor
from minga.loans.decide_write_off import require_stranger, subject_of
from minga.loans.models import Loan, LoanEnd
from minga.loans.pay_refusals import MoreThanDue, UnknownLoan
from minga.loans.recovered import left_to_recover
from minga.payments.pay_loan import AmountNotPositive, PaidLoan, UnknownSource
from minga.payments.recover_loan import recovered
from minga.savings.models import ProductKind, SavingsAccount
from minga.staff import acts
from minga.staff.identity import actor_of
from minga.staff.models import ActKind


@retried
def propose_recovery(
    *,
    loan_id: UUID,
    source_id: UUID,
    amount: Money,
    employee_id: UUID,
    reason: str,
    by: Visitor,
    at: datetime,
) -> UUID:
    """Proposes to take `amount` from one of the debtor's savings; returns the act's id. Nothing is
    held: the savings must have it when somebody approves.

    Refuses with AmountNotPositive, UnknownLoan (also when it was not written off), UnknownSource,
    MoreThanDue, OneselfConcerned, ReasonMissing.
    """
    if amount <= ZERO:
        raise AmountNotPositive
    with transaction.atomic(durable=True):
        loan = _loan(loan_id)
        end = LoanEnd.objects.filter(loan=loan, how="written_off").first()
        if end is None:
            raise UnknownLoan
        source = SavingsAccount.objects.filter(
            id=source_id, member_id=loan.member_id, kind=ProductKind.SIGHT
        ).first()
        if source is None:
            raise UnknownSource
        left = left_to_recover(end)
        if amount > left:
            raise MoreThanDue(left)
        require_stranger(loan, employee_id)
        act = acts.propose(
            kind=ActKind.RECOVERY, subject=subject_of(loan_id), reason=reason, maker=employee_id,
            payload={
                "loan_id": str(loan_id), "number": loan.number, "source_id": str(source_id),
                "source": source.number, "amount": str(amount),
            },
            by=by, at=at,
        )  # fmt: skip
    return act.id


@retried
def decide_recovery(
    *,
    act_id: UUID,
    employee_id: UUID,
    seen: str,
    approve: bool,
    why: str,
    by: Visitor,
    at: datetime,
) -> PaidLoan | None:
    """Takes it, once, or says why not (None). The act's id is the key of the payment.

    Refuses as `acts.held`, with OneselfConcerned, ReasonMissing, and for an approval as
    `recover_loan`.
    """
    with transaction.atomic(durable=True):
        act = acts.held(act_id, kind=ActKind.RECOVERY, seen=seen, checker=employee_id, at=at)
        loan = _loan(UUID(act.payload["loan_id"]))
        require_stranger(loan, employee_id)
        acts.close(act, checker=employee_id, approve=approve, why=why, by=by, at=at)
        if not approve:
            return None
        return recovered(
            member_id=loan.member_id, loan_id=loan.id,
            source_id=UUID(act.payload["source_id"]), amount=Money.of(act.payload["amount"]),
            key=act.id, actor=actor_of(employee_id), at=at,
        )  # fmt: skip


def _loan(loan_id: UUID) -> Loan:
    loan = Loan.objects.select_for_update(of=("self",)).select_related("member")
    found = loan.filter(id=loan_id).first()
    if found is None:
        raise UnknownLoan
    return found
