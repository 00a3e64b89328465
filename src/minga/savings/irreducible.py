"""Aportes that the cooperative may never return below: its own figure, from its bylaws."""

from datetime import date, datetime

from django.db import transaction

from minga.audit.record import record
from minga.kit import parameters
from minga.kit.models import Parameter
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal

KEY = "aportes.irreducible_minimum"
SAID = "S"  # whoever writes it down says which article they read


class MinimumAlreadySet(Refusal):
    """Another figure counts from that day, and what was in force is not changed: `value`."""

    code = "minimum_already_set"


class MinimumNegative(Refusal):
    """The figure is no amount of pesos from zero on."""

    code = "minimum_negative"


def irreducible_minimum(on: date) -> Money | None:
    """The figure in force that day, in pesos; None while nobody wrote it down."""
    try:
        return Money.of(parameters.text(KEY, on))
    except parameters.MissingParameter:
        return None


def set_irreducible_minimum(
    *, amount: Money, since: date, source: str, staff: str, at: datetime
) -> bool:
    """Writes the figure of the bylaws down, with its article; False when it was there.

    The close of the next day takes it to the books. Raises MinimumAlreadySet, MinimumNegative.
    """
    if amount < ZERO:
        raise MinimumNegative
    with transaction.atomic(durable=True):
        there = Parameter.objects.filter(key=KEY, valid_from=since).first()
        if there is not None:
            if Money.of(there.value) != amount:
                raise MinimumAlreadySet(value=there.value)
            return False
        Parameter.objects.create(
            key=KEY, valid_from=since, value=str(amount), source=source, confidence=SAID
        )
        record(
            at=at, actor=staff, action="set_irreducible_minimum", subject=KEY,
            detail={"amount": str(amount), "since": since.isoformat(), "source": source},
        )  # fmt: skip
    return True
