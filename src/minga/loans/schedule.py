"""A loan's schedule: what is due on each date, and what is owed after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.loans.rounding import Rounding


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row: instalment = principal + interest; `balance` is the capital owed after it."""

    n: int
    due_date: date
    instalment: Money
    principal: Money
    interest: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows in order. Their principal adds up to the loan; the last balance is zero."""

    instalments: tuple[Instalment, ...]

    @property
    def total_interest(self) -> Money:
        """All interest, from the first instalment to the last."""
        return sum((row.interest for row in self.instalments), ZERO)

    @property
    def total(self) -> Money:
        """Everything that is paid: capital and interest."""
        return sum((row.instalment for row in self.instalments), ZERO)


def rows(
    principal: Money, *, capitals: Sequence[Money], interests: Sequence[Money], dues: Sequence[date]
) -> tuple[Instalment, ...]:
    """The rows of a schedule from what each repays and earns."""
    balance = principal
    found = []
    for number, (due, capital, interest) in enumerate(
        zip(dues, capitals, interests, strict=True), start=1
    ):
        balance -= capital
        found.append(Instalment(number, due, capital + interest, capital, interest, balance))
    return tuple(found)


def interests_of(
    principal: Money, capitals: Sequence[Money], rates: Sequence[Decimal], rounding: Rounding
) -> tuple[Money, ...]:
    """The interest of each period on the balance before its instalment, each rounded once."""
    balance = principal
    found = []
    for capital, rate in zip(capitals, rates, strict=True):
        found.append(rounding.amount(balance.amount * rate))
        balance -= capital
    return tuple(found)
