"""Lines of credit for tests."""

from datetime import date
from decimal import Decimal

from minga.kit.day_count import DayCount
from minga.kit.ids import uuid7
from minga.kit.money import Money
from minga.loans.book_loan import NewLoan
from minga.loans.models import LoanLine, Modality
from minga.loans.plan import Method


def line(modality: Modality = Modality.CONSUMER, *, by_payroll: bool = False) -> LoanLine:
    """A line that is offered since long ago."""
    return LoanLine.objects.create(
        code=f"L{uuid7().hex[-20:]}", name="Libre inversión", modality=modality,
        by_payroll=by_payroll, offered_from=date(2020, 1, 1),
    )  # fmt: skip


def new_loan(member_id: object, on: date, **changes: object) -> NewLoan:
    """Twelve million at 18 % E.A. in twelve level instalments, without insurance."""
    modality = changes.get("modality", Modality.CONSUMER)
    by_payroll = changes.get("by_payroll", False)
    line_id = changes.pop("line_id", None) or line(modality, by_payroll=bool(by_payroll)).id  # type: ignore[arg-type]
    given = {
        "member_id": member_id, "line_id": line_id, "modality": Modality.CONSUMER,
        "by_payroll": False, "principal": Money.of(12_000_000), "disbursed_on": on,
        "rate_ea": Decimal("0.18"), "mora_rate_ea": Decimal("0.24"),
        "insurance_monthly": Decimal(0), "method": Method.FRENCH,
        "day_count": DayCount.THIRTY_360, "periods": 12,
    } | changes  # fmt: skip
    return NewLoan(**given)  # type: ignore[arg-type]
