"""Pay a loan from the member's own savings: an instalment, something extra, or all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, outbox
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, KeyReused, Line, credit, debit
from minga.loans.book_payment import PaidBy, book_payment, credit_lines
from minga.loans.models import Loan, LoanEnd, LoanPayment
from minga.loans.owed import Owed, owed
from minga.loans.pay_refusals import UnknownLoan
from minga.loans.plan_payment import PayKind, PaymentPlan, plan_payment
from minga.payments.gmf_room import require_shown, tax_on
from minga.savings.least_balance import require_can_leave, require_least_balance
from minga.savings.models import ProductKind, SavingsAccount

TAXED_KEY = "gmf.taxes.savings_to_loan"
DESCRIPTIONS = {
    PayKind.INSTALMENT: "Pago de tu crédito",
    PayKind.TO_TERM: "Abono a capital de tu crédito",
    PayKind.TO_INSTALMENT: "Abono a capital de tu crédito",
    PayKind.PAYOFF: "Pago total de tu crédito",
}


class UnknownSource(Refusal):
    """The account the money should come from is not a savings account at sight of this member."""

    code = "unknown_source"


class AmountNotPositive(Refusal):
    """There is nothing to pay."""

    code = "amount_not_positive"


@dataclass(frozen=True, slots=True)
class LoanOrder:
    """What the member reviewed: how much leaves the savings for the loan, and what for."""

    loan_id: UUID
    source_id: UUID
    kind: PayKind
    amount: Money


@dataclass(frozen=True, slots=True)
class LoanQuote:
    """What the payment would do, the interest it saves, and the tax on top."""

    on: date
    plan: PaymentPlan
    tax: Money

    @property
    def total(self) -> Money:
        """What leaves the savings account."""
        return self.plan.total + self.tax


@dataclass(frozen=True, slots=True)
class PaidLoan:
    """A payment that stands in the books."""

    id: UUID
    reference: str
    made_at: datetime


def quote_payment(member_id: UUID, order: LoanOrder, at: datetime) -> LoanQuote:
    """Reading only. Raises what `pay_loan` does, but for KeyReused: nobody reviews a payment that
    there is no money for."""
    on = business_date(at)
    _check_amount(order.amount)
    source = _source(member_id, order.source_id)
    plan = plan_payment(_owed(member_id, order.loan_id, on), order.kind, order.amount)
    tax = tax_on(source, order.amount, TAXED_KEY, on, spend=False).tax
    quoted = LoanQuote(on, plan, tax)
    require_can_leave(source, quoted.total, on)
    return quoted


def paid_before(member_id: UUID, key: UUID) -> UUID | None:
    """The payment that an order with this key made; None when it made none."""
    order_key = ids.key_in_scope(f"pay_loan:{member_id.hex}", key)
    found = LoanPayment.objects.filter(id=order_key, loan__member_id=member_id).exists()
    return order_key if found else None


@retried
def pay_loan(
    *,
    member_id: UUID,
    order: LoanOrder,
    key: UUID,
    at: datetime,
    shown_tax: Money | None = None,
    approve: Callable[[], bytes | None] = lambda: None,
) -> PaidLoan:
    """Pays as ordered, once per key; two payments of one loan take turns.

    `shown_tax`: what the member was shown that it costs; with another tax by now it refuses with
    CostChanged.

    `approve` is called inside the transaction: it uses up the member's approval of this very order,
    or raises. Refuses with AmountNotPositive, UnknownLoan, UnknownSource, InsufficientFunds (amount
    and tax together), BelowLeastBalance, KeyReused, MissingParameter, and what `plan_payment`
    refuses: a payoff that is not that day's, an extra payment that leaves nothing for capital.

        Dr savings of the source        amount
            Cr insurance payable                    insurance of the instalments
            Cr collection recovered                 costs of collection
            Cr mora income                          mora
            Cr interest receivable                  interest
            Cr the loan's capital                   capital
        Dr savings of the source        GMF, unless the account is marked exempt and has room left
            Cr GMF payable                          GMF
    """
    on = business_date(at)
    _check_amount(order.amount)
    with transaction.atomic(durable=True):
        order_key = ids.key_in_scope(f"pay_loan:{member_id.hex}", key)
        before = _hold(member_id, order.loan_id, order_key)
        if before is not None:
            return _paid(before, order)
        source = _source(member_id, order.source_id)
        now = _owed(member_id, order.loan_id, on)
        plan = plan_payment(now, order.kind, order.amount)
        tax = tax_on(source, order.amount, TAXED_KEY, on, spend=True).tax
        require_shown(shown_tax, tax)
        approve()
        reference = ids.reference(order_key)
        entry = post.post(
            EntryDraft(
                key=order_key, kind="pay_loan", business_date=on, occurred_at=at,
                description=DESCRIPTIONS[order.kind], actor=f"member:{member_id}",
                lines=_lines(now.loan, source, plan, tax), reference=reference,
            )
        )  # fmt: skip
        require_least_balance(source, on)
        by = PaidBy(order_key, source.id, tax, reference, at, f"member:{member_id}")
        payment = book_payment(now, plan, by, entry.entry_id)
        record(
            at=at, actor=f"member:{member_id}", action="pay_loan", subject=f"loan:{now.loan.id}",
            detail={"kind": order.kind, "amount": str(order.amount), "tax": str(tax)},
        )  # fmt: skip
        outbox.publish("loan_paid", {"payment_id": str(payment.id)})
    return PaidLoan(payment.id, reference, at)


def _check_amount(amount: Money) -> None:
    if amount <= ZERO:
        raise AmountNotPositive


def _hold(member_id: UUID, loan_id: UUID, order_key: UUID) -> LoanPayment | None:
    """Holds the loan until the transaction ends; the payment this key made before, if it did."""
    held = Loan.objects.select_for_update().filter(id=loan_id, member_id=member_id).first()
    if held is None:
        raise UnknownLoan
    return LoanPayment.objects.filter(id=order_key).first()


def _paid(payment: LoanPayment, order: LoanOrder) -> PaidLoan:
    """The first answer. Raises KeyReused when the key comes with another order."""
    same = (
        payment.loan_id == order.loan_id
        and payment.kind == order.kind
        and Money(payment.amount) == order.amount
        and payment.source == order.source_id
    )
    if not same:
        raise KeyReused
    return PaidLoan(payment.id, payment.reference, payment.at)


def _source(member_id: UUID, source_id: UUID) -> SavingsAccount:
    found = SavingsAccount.objects.filter(
        id=source_id, member_id=member_id, kind=ProductKind.SIGHT
    ).first()
    if found is None:
        raise UnknownSource
    return found


def _owed(member_id: UUID, loan_id: UUID, on: date) -> Owed:
    loan = Loan.objects.filter(id=loan_id, member_id=member_id).first()
    if loan is None or LoanEnd.objects.filter(loan=loan).exists():
        raise UnknownLoan
    return owed(loan, on)


def _lines(loan: Loan, source: SavingsAccount, plan: PaymentPlan, tax: Money) -> tuple[Line, ...]:
    lines = [debit(source.ledger_account_id, plan.total), *credit_lines(loan, plan)]
    if tax:
        lines += [
            debit(source.ledger_account_id, tax),
            credit(accounts.internal_account("GMF_PAYABLE"), tax),
        ]
    return tuple(lines)
