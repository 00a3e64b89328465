"""Order of imputation: what a payment covers first."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from minga.kit.money import ZERO, Money
from minga.loans.refusals import AmountOutOfRange


class Part(StrEnum):
    """The parts of what is due, in the default order (C.C. art. 1653: interest before capital)."""

    INSURANCE = "insurance"
    COLLECTION = "collection"
    MORA = "mora"
    INTEREST = "interest"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What an instalment owes, or what a payment covered of it, by part."""

    insurance: Money = ZERO
    collection: Money = ZERO
    mora: Money = ZERO
    interest: Money = ZERO
    capital: Money = ZERO

    @property
    def total(self) -> Money:
        """All parts."""
        return sum((getattr(self, one.name) for one in fields(self)), ZERO)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What went to each instalment, in their order, and what was left of the payment."""

    applied: tuple[Due, ...]
    left_over: Money


def allocate(
    paid: Money, dues: Sequence[Due], *, order: Sequence[Part] = tuple(Part)
) -> Allocation:
    """Shares a payment out: oldest instalment first, each by the order of its parts.

    What is left after the last one is the caller's to decide (extra to capital, or back to the
    account). Raises AmountOutOfRange for a negative amount or an order that is not of every part.
    """
    if paid < ZERO or set(order) != set(Part) or len(order) != len(Part):
        raise AmountOutOfRange(amount=paid, order=list(order))
    if any(getattr(due, part.value) < ZERO for due in dues for part in Part):
        raise AmountOutOfRange(dues=list(dues))
    left = paid
    applied = []
    for due in dues:
        covered = Due()
        for part in order:
            share = min(left, getattr(due, part.value))
            covered = replace(covered, **{part.value: share})
            left -= share
        applied.append(covered)
    return Allocation(tuple(applied), left)
