"""Dated parameters: every legal or agreed value, with its source; a missing one is missing, never
guessed."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from minga.kit.models import Parameter
from minga.kit.refusal import Refusal

SEED = Path(__file__).with_name("parameters.csv")


class MissingParameter(Refusal):
    """No value is in force for that key on that day; whoever needs it must say so."""

    code = "missing_parameter"


def text(key: str, on: date) -> str:
    """The value in force on that day. Raises MissingParameter."""
    value = (
        Parameter.objects.filter(key=key, valid_from__lte=on)
        .order_by("-valid_from")
        .values_list("value", flat=True)
        .first()
    )
    if value is None:
        raise MissingParameter(key=key, on=on)
    return value


def texts(keys: Sequence[str], on: date) -> dict[str, str]:
    """The values in force on that day, in one query. Raises MissingParameter for the first that is
    missing."""
    rows = Parameter.objects.filter(key__in=keys, valid_from__lte=on).order_by("key", "valid_from")
    values = dict(
        rows.values_list("key", "value")
    )  # of each key the last row wins: the one in force
    for key in keys:
        if key not in values:
            raise MissingParameter(key=key, on=on)
    return values


def number(key: str, on: date) -> Decimal:
    """As `text`, as an exact number."""
    return Decimal(text(key, on))


def whole(key: str, on: date) -> int:
    """As `text`, as a whole number."""
    return int(text(key, on))


def load_seed() -> int:
    """Adds the rows of the seed that the database does not know; never changes one. Returns how
    many."""
    with SEED.open(newline="", encoding="utf-8") as file:
        rows = [Parameter(**row) for row in csv.DictReader(file)]
    before = Parameter.objects.count()
    Parameter.objects.bulk_create(rows, ignore_conflicts=True)
    return Parameter.objects.count() - before
