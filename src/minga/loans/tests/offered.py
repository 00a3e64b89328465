"""Lines for tests."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit.ids import uuid7
from minga.loans.lines import Line, line_offered
from minga.loans.models import LineTerms, LoanLine, Modality

SINCE = date(2020, 1, 1)


def line(name: str = "Libre inversión", **terms: object) -> Line:
    """A line with terms in force since long ago, as it is offered."""
    stored = LoanLine.objects.create(
        code=f"L{uuid7().hex[-20:].upper()}", name=name, modality=Modality.CONSUMER,
        summary="Para lo que necesites", offered_from=SINCE,
    )  # fmt: skip
    add_terms(stored.id, SINCE, **terms)
    return line_offered(stored.id, SINCE)


def add_terms(line_id: UUID, since: date, **terms: object) -> None:
    """Terms from a day on."""
    values: dict[str, object] = {
        "rate_ea": Decimal("0.195"), "mora_rate_ea": Decimal("0.235"),
        "insurance_monthly": Decimal("0.0008"), "amount_min": 500_000, "amount_max": 40_000_000,
        "periods_min": 6, "periods_max": 60, "methods": ["french", "equal-principal"],
        "day_count": "30/360", "documents": ["Desprendible de pago"], "source": "test",
    }  # fmt: skip
    LineTerms.objects.create(line_id=line_id, valid_from=since, **(values | terms))
