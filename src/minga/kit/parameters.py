"""Dated parameters: every legal or agreed value, with its source; a missing one is missing, never
guessed."""

import csv
import math
import time
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from minga.kit.models import Parameter
from minga.kit.parameter_file import SEED, MissingParameter

__all__ = ["MissingParameter", "forget", "load_seed", "number", "text", "whole"]


@dataclass
class _Kept:
    values: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    read_at: float = -math.inf


KEEP_S = 60.0
_kept = _Kept()


def text(key: str, on: date) -> str:
    """The value in force on that day. Raises MissingParameter."""
    in_force = [value for since, value in _table().get(key, ()) if since <= on]
    if not in_force:
        raise MissingParameter(key=key, on=on)
    return in_force[-1]


def number(key: str, on: date) -> Decimal:
    """As `text`, as an exact number."""
    return Decimal(text(key, on))


def whole(key: str, on: date) -> int:
    """As `text`, as a whole number."""
    return int(text(key, on))


def forget() -> None:
    """Whoever asks next is told what the database says now: a value was just written."""
    _kept.read_at = -math.inf


def _table() -> dict[str, list[tuple[date, str]]]:
    """Every value by key, oldest first; read again when a minute has passed.

    A row says from which day it counts, so a minute's delay in learning of it changes nothing.
    """
    age = time.monotonic() - _kept.read_at
    if age >= KEEP_S:
        values: dict[str, list[tuple[date, str]]] = {}
        rows = Parameter.objects.order_by("key", "valid_from")
        for key, since, value in rows.values_list("key", "valid_from", "value"):
            values.setdefault(key, []).append((since, value))
        _kept.values, _kept.read_at = values, time.monotonic()
    return _kept.values


def load_seed() -> int:
    """Adds the rows of the seed that the database does not know; never changes one. Returns how
    many."""
    with SEED.open(newline="", encoding="utf-8") as file:
        rows = [Parameter(**row) for row in csv.DictReader(file)]
    before = Parameter.objects.count()
    Parameter.objects.bulk_create(rows, ignore_conflicts=True)
    return Parameter.objects.count() - before
