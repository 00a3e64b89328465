"""An extra payment before it is confirmed, beside what it would do with the other choice."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from minga.kit.refusal import Refusal
from minga.loans.plan_payment import PayKind
from minga.payments.pay_loan import LoanOrder, LoanQuote, quote_payment

OTHER = {PayKind.TO_TERM: PayKind.TO_INSTALMENT, PayKind.TO_INSTALMENT: PayKind.TO_TERM}


@dataclass(frozen=True, slots=True)
class Compared:
    """What was ordered, and the same money with the other choice; None when there is no other, or
    it cannot be."""

    quote: LoanQuote
    other_kind: PayKind | None
    other: LoanQuote | None


def compare_extra(member_id: UUID, order: LoanOrder, at: datetime) -> Compared:
    """Reading only. Raises what `quote_payment` does, for what was ordered alone."""
    quote = quote_payment(member_id, order, at)
    kind = OTHER.get(order.kind)
    if kind is None:
        return Compared(quote, None, None)
    try:
        other = quote_payment(member_id, replace(order, kind=kind), at)
    except Refusal:
        return Compared(quote, None, None)
    return Compared(quote, kind, other)
