"""Writing down a month's certified cap of usury."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from minga.audit.record import record
from minga.kit import parameters
from minga.kit.models import Parameter
from minga.kit.refusal import Refusal
from minga.loans.models import Modality
from minga.loans.usury_caps import cap_key

READ = "S"  # whoever loads it says where they read it


class CapAlreadyLoaded(Refusal):
    """That month has another cap, and what was in force is not changed: `value`."""

    code = "cap_already_loaded"


def load_cap(
    *,
    modality: Modality,
    month: date,
    rate: Decimal,
    source: str,
    staff: str,
    at: datetime,
    confidence: str = READ,
) -> bool:
    """Keeps the cap of the month of a day (a fraction, effective annual); False when it was there.

    Raises CapAlreadyLoaded.
    """
    key = cap_key(modality, month)
    with transaction.atomic(durable=True):
        row, is_new = Parameter.objects.get_or_create(
            key=key, valid_from=month.replace(day=1),
            defaults={"value": f"{rate:f}", "source": source, "confidence": confidence},
        )  # fmt: skip
        if not is_new and Decimal(row.value) != rate:
            raise CapAlreadyLoaded(value=row.value)
        if is_new:
            record(
                at=at, actor=staff, action="load_usury_cap", subject=key,
                detail={"value": f"{rate:f}", "source": source},
            )  # fmt: skip
    parameters.forget()
    return is_new
