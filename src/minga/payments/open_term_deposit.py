"""Open a CDAT with money of one of the member's own savings accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
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
from minga.payments.gmf_room import Tax, require_shown, tax_on
from minga.savings import term_books, term_terms
from minga.savings.least_balance import require_can_leave, require_least_balance
from minga.savings.models import (
    MaturityInstruction,
    ProductKind,
    SavingsAccount,
    TermDeposit,
    TermInstruction,
)
from minga.savings.term_books import NewDeposit
from minga.savings.term_terms import TermQuote


class UnknownSource(Refusal):
    """The account the money should come from is not a savings account at sight of this member."""

    code = "unknown_source"


class PeriodDoesNotFit(Refusal):
    """Interest cannot be paid that often in that term."""

    code = "period_does_not_fit"


class QuoteChanged(Refusal):
    """What was reviewed is no longer what would be opened: look at it again."""

    code = "quote_changed"


@dataclass(frozen=True, slots=True)
class DepositOrder:
    """What the member reviewed. `rate_ea` as shown: a board that moved meanwhile is not applied."""

    source_id: UUID
    plan_code: str
    amount: Money
    days: int
    pays_every_months: int
    instruction: MaturityInstruction
    rate_ea: str


@dataclass(frozen=True, slots=True)
class OpenedDeposit:
    """A deposit that stands in the books."""

    id: UUID
    number: str
    matures_on: date


def quote_deposit(member_id: UUID, order: DepositOrder, at: datetime) -> tuple[TermQuote, Tax]:
    """What would be opened and what it costs, reading only. Raises what `open_term_deposit` does,
    so that nobody proves who they are for a deposit that could not be opened."""
    on = business_date(at)
    source = _source(member_id, order.source_id)
    quoted = _quote(order, on)
    tax = tax_on(source, order.amount, "gmf.taxes.savings_to_cdat", on, spend=False)
    require_can_leave(source, order.amount + tax.tax, on)
    return quoted, tax


def opened_before(member_id: UUID, key: UUID) -> UUID | None:
    """The deposit that an order with this key opened; None when it opened none."""
    entry_key = ids.key_in_scope(f"open_cdat:{member_id.hex}", key)
    found = TermDeposit.objects.filter(member_id=member_id, order_key=entry_key).first()
    return found.id if found else None


@retried
def open_term_deposit(
    *,
    member_id: UUID,
    order: DepositOrder,
    key: UUID,
    at: datetime,
    shown_tax: Money | None = None,
    approve: Callable[[], bytes | None] = lambda: None,
) -> OpenedDeposit:
    """Opens the deposit with the money of the order, once per key.

    `shown_tax`: what the member was shown that it costs; with another tax by now it refuses with
    CostChanged. `approve` is called inside the transaction: it uses up the member's approval of
    this very order and answers its digest, or raises. Refuses with UnknownSource, PlanNotOffered,
    TermTooShort, AmountBelowMinimum, NoRateOnTheBoard, PeriodDoesNotFit, QuoteChanged,
    InsufficientFunds (amount and tax together), BelowLeastBalance, KeyReused, MissingParameter.

        Dr savings of the source        amount
            Cr the deposit                          amount
        Dr savings of the source        GMF, unless the account is marked exempt and has room left
            Cr GMF payable                          GMF
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        entry_key = ids.key_in_scope(f"open_cdat:{member_id.hex}", key)
        source = _source(member_id, order.source_id, hold=True)
        before = TermDeposit.objects.filter(member_id=member_id, order_key=entry_key).first()
        if before is not None:
            return _opened(before, order)
        quoted = _quote(order, on)
        if str(quoted.rate_ea) != order.rate_ea:
            raise QuoteChanged
        tax = tax_on(source, order.amount, "gmf.taxes.savings_to_cdat", on, spend=True)
        require_shown(shown_tax, tax.tax)
        deposit = term_books.open_deposit(
            NewDeposit(
                member_id=member_id, plan_id=term_terms.plan_of(order.plan_code, on)[0].id,
                pays_to=source.id, principal=order.amount, rate_ea=quoted.rate_ea,
                day_base=quoted.day_base, opened_on=on, term_days=order.days,
                matures_on=quoted.matures_on, pays_every_months=order.pays_every_months,
                intent_digest=approve(), order_key=entry_key,
            )
        )  # fmt: skip
        TermInstruction.objects.create(
            deposit=deposit, what=order.instruction, at=at, actor=f"member:{member_id}"
        )
        _post(deposit, source, order.amount, tax.tax, entry_key, member_id, at)
        require_least_balance(source, on)
        record(
            at=at, actor=f"member:{member_id}", action="open_term_deposit",
            subject=f"term_deposit:{deposit.id}",
            detail={"number": deposit.number, "amount": str(order.amount), "tax": str(tax.tax)},
        )  # fmt: skip
        outbox.publish("term_deposit_opened", {"deposit_id": str(deposit.id)})
    return OpenedDeposit(deposit.id, deposit.number, deposit.matures_on)


def _opened(deposit: TermDeposit, order: DepositOrder) -> OpenedDeposit:
    """The first answer. Raises KeyReused when the key comes with another order."""
    same = (
        Money(deposit.principal) == order.amount
        and deposit.term_days == order.days
        and deposit.pays_to_id == order.source_id
        and deposit.plan.code == order.plan_code
    )
    if not same:
        raise KeyReused
    return OpenedDeposit(deposit.id, deposit.number, deposit.matures_on)


def _source(member_id: UUID, source_id: UUID, *, hold: bool = False) -> SavingsAccount:
    """Held: orders on one account take turns, so that a key sent twice at once is seen."""
    accounts_ = SavingsAccount.objects.filter(
        id=source_id, member_id=member_id, kind=ProductKind.SIGHT
    )
    found = (accounts_.select_for_update() if hold else accounts_).first()
    if found is None:
        raise UnknownSource
    return found


def _quote(order: DepositOrder, on: date) -> TermQuote:
    quoted = term_terms.quote(code=order.plan_code, amount=order.amount, days=order.days, on=on)
    if order.pays_every_months and order.pays_every_months * 30 >= order.days:
        raise PeriodDoesNotFit
    return quoted


def _post(
    deposit: TermDeposit,
    source: SavingsAccount,
    amount: Money,
    tax: Money,
    key: UUID,
    member_id: UUID,
    at: datetime,
) -> None:
    lines = [
        debit(source.ledger_account_id, amount),
        credit(deposit.ledger_account_id, amount),
    ]
    if tax:
        lines += [
            debit(source.ledger_account_id, tax),
            credit(accounts.internal_account("GMF_PAYABLE"), tax),
        ]
    post.post(
        EntryDraft(
            key=key, kind="open_cdat", business_date=business_date(at), occurred_at=at,
            description="Apertura de CDAT", actor=f"member:{member_id}", lines=tuple(lines),
            reference=deposit.number,
            request=ids.request_hash(source.id, amount, deposit.term_days, deposit.plan_id),
        )
    )  # fmt: skip
