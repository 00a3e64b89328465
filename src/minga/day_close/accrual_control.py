"""An account of the cooperative's own that the closes keep, against the days it is made of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minga.day_close.steps_done import last_done
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.ledger.accounts import internal_account


@dataclass(frozen=True, slots=True)
class AccrualControl:
    """What the books hold under a key of the chart, what the days that are not settled add up to,
    and what of them is under a centavo still.

    `unsettled` and `carry` have six decimals; the books follow them to the centavo.
    """

    chart_key: str
    books: Money
    unsettled: Decimal
    carry: Decimal

    @property
    def accruals(self) -> Decimal:
        """What the books must show."""
        return self.unsettled - self.carry

    @property
    def agrees(self) -> bool:
        return self.books.amount == self.accruals


@dataclass(frozen=True, slots=True)
class LastFigures:
    """What a step counted the last time that it ran; without a day before its first one."""

    day: date | None
    figures: dict[str, str]

    def left(self, name: str) -> Decimal:
        """What its figures of that name left unposted, all together."""
        found = (value for key, value in self.figures.items() if key.split(".")[-1] == name)
        return sum((Decimal(value) for value in found), Decimal(0))


def last_figures(step: str) -> LastFigures:
    """Of the last close that did the step."""
    return LastFigures(*last_done(step, date.max))


def in_the_books(chart_key: str) -> Money:
    """The balance of an account of the cooperative's own, on its side."""
    account = internal_account(chart_key)
    return ledger.balances([account])[account].total
