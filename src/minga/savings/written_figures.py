"""Figures that somebody read in a norm or in an act and writes down, each once for a day."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from minga.audit.record import record
from minga.kit.models import Parameter
from minga.kit.refusal import Refusal

SAID = "S"  # whoever writes it down says where they read it


class FigureAlreadySet(Refusal):
    """Another figure counts from that day, and what was in force is not changed: `value`."""

    code = "figure_already_set"


def write_figure(
    *, key: str, value: Decimal, since: date, source: str, action: str, staff: str, at: datetime
) -> bool:
    """Keeps the dated figure with its source and leaves its trace; False when it was there.

    Raises FigureAlreadySet.
    """
    with transaction.atomic(durable=True):
        row, is_new = Parameter.objects.get_or_create(
            key=key, valid_from=since,
            defaults={"value": f"{value:f}", "source": source, "confidence": SAID},
        )  # fmt: skip
        if not is_new and Decimal(row.value) != value:
            raise FigureAlreadySet(value=row.value)
        if is_new:
            record(
                at=at, actor=staff, action=action, subject=key,
                detail={"value": f"{value:f}", "since": since.isoformat(), "source": source},
            )  # fmt: skip
    return is_new
