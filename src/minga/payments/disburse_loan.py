"""Hand out a loan: the money reaches the debtor's own savings account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, outbox
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, KeyReused, credit, debit
from minga.loans.book_loan import NewLoan, book_loan, capital_account
from minga.loans.models import Loan, RequestEvent, RequestStep
from minga.payments.gmf_room import tax_on
from minga.savings.models import ProductKind, SavingsAccount

DESCRIPTION = "Desembolso de tu crédito"
TAXED_KEY = "gmf.taxes.loan_to_debtor"


class UnknownDestination(Refusal):
    """The account the money should go to is not a savings account at sight of the debtor."""

    code = "unknown_destination"


class NotDisbursedToday(Refusal):
    """The plan counts from another day than the one on which the money is handed out."""

    code = "not_disbursed_today"


@dataclass(frozen=True, slots=True)
class DisbursedLoan:
    """A loan that stands in the books."""

    id: UUID
    number: str


@retried
def disburse_loan(
    *,
    new: NewLoan,
    pays_to: UUID,
    key: UUID,
    actor: str,
    at: datetime,
    approve: Callable[[], bytes | None] = lambda: None,
) -> DisbursedLoan:
    """Books the loan and pays it into the debtor's account, once per key.

    `approve` is called inside the transaction: it uses up whatever consent this order needs, or
    raises. Refuses with UnknownDestination, NotDisbursedToday, KeyReused (same key, another loan or
    account), MissingParameter, and what a plan refuses. Its request, if it has one, becomes
    «desembolsada».

        Dr the loan's capital, category A   principal
            Cr savings of the debtor                    principal
        Dr savings of the debtor            GMF, only if its parameter says so (E.T. art. 879-11
            Cr GMF payable                  exempts the debtor's own account)
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        order_key = ids.key_in_scope(f"disburse:{new.member_id.hex}", key)
        order_hash = ids.request_hash(new, pays_to)
        account = _destination(new.member_id, pays_to)
        before = Loan.objects.filter(order_key=order_key).first()
        if before is not None:
            return _disbursed(before, order_hash)
        if new.disbursed_on != on:
            raise NotDisbursedToday(planned=new.disbursed_on, today=on)
        tax = tax_on(account, new.principal, TAXED_KEY, on, spend=True).tax
        loan = book_loan(new, order_key=order_key, order_hash=order_hash, at=at)
        approve()
        _post(loan, account, new.principal, tax, order_key, actor, at)
        if new.request_id is not None:
            RequestEvent.objects.create(
                request_id=new.request_id, step=RequestStep.DISBURSED, at=at, actor=actor,
                detail={"loan": str(loan.id), "number": loan.number},
            )  # fmt: skip
        record(
            at=at, actor=actor, action="disburse_loan", subject=f"loan:{loan.id}",
            detail={"number": loan.number, "principal": str(new.principal)},
        )  # fmt: skip
        outbox.publish("loan_disbursed", {"loan_id": str(loan.id), "at": at.isoformat()})
    return DisbursedLoan(loan.id, loan.number)


def _destination(member_id: UUID, account_id: UUID) -> SavingsAccount:
    """Held: orders on one account take turns, so that a key sent twice at once is seen."""
    found = (
        SavingsAccount.objects.select_for_update()
        .filter(id=account_id, member_id=member_id, kind=ProductKind.SIGHT)
        .first()
    )
    if found is None:
        raise UnknownDestination
    return found


def _disbursed(loan: Loan, order_hash: bytes) -> DisbursedLoan:
    """The first answer. Raises KeyReused when the key comes with another loan or account."""
    if bytes(loan.order_hash) != order_hash:
        raise KeyReused
    return DisbursedLoan(loan.id, loan.number)


def _post(
    loan: Loan,
    account: SavingsAccount,
    principal: Money,
    tax: Money,
    key: UUID,
    actor: str,
    at: datetime,
) -> None:
    lines = [
        debit(capital_account(loan), principal),
        credit(account.ledger_account_id, principal),
    ]
    if tax:
        lines += [
            debit(account.ledger_account_id, tax),
            credit(accounts.internal_account("GMF_PAYABLE"), tax),
        ]
    post.post(
        EntryDraft(
            key=key, kind="disburse_loan", business_date=business_date(at), occurred_at=at,
            description=DESCRIPTION, actor=actor, lines=tuple(lines), reference=loan.number,
        )
    )  # fmt: skip
