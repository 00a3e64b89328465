"""The dated parameters as they come with Minga, read from their file without a database."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path

from minga.kit.refusal import Refusal

SEED = Path(__file__).with_name("parameters.csv")


class MissingParameter(Refusal):
    """No value is in force for that key on that day; whoever needs it must say so."""

    code = "missing_parameter"


@dataclass(frozen=True, slots=True, order=True)
class SeedRow:
    """One value, from one day on: where it comes from, and how sure that is.

    Confidence: S a source was read; Mh, Mm, Ml from memory with high, medium or low confidence;
    P the product's own choice.
    """

    key: str
    valid_from: date
    value: str
    source: str
    confidence: str


@cache
def rows() -> tuple[SeedRow, ...]:
    """Every row of the file, by key and day."""
    with SEED.open(newline="", encoding="utf-8") as file:
        return tuple(
            sorted(
                SeedRow(key, date.fromisoformat(since), value, source, confidence)
                for key, since, value, source, confidence in islice(csv.reader(file), 1, None)
            )
        )


def text(key: str, on: date) -> str:
    """The value in force on that day. Raises MissingParameter."""
    in_force = [row.value for row in rows() if row.key == key and row.valid_from <= on]
    if not in_force:
        raise MissingParameter(key=key, on=on)
    return in_force[-1]


def number(key: str, on: date) -> Decimal:
    """As `text`, as an exact number."""
    return Decimal(text(key, on))
