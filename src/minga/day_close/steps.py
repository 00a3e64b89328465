"""The steps of a day's close, in order. Each belongs to the room that owns the products."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from minga.loans import closing as loans
from minga.payments import closing as payments
from minga.savings import closing as savings


class Step(Protocol):
    """Does its part of a day in the caller's transaction; answers what it counted.

    `before` are its own figures of the last day that was closed.
    """

    def __call__(self, *, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]: ...


STEPS: tuple[tuple[str, Step], ...] = (*savings.STEPS, *loans.STEPS, *payments.STEPS)
