"""Aportes that the cooperative may never return below: its own figure, from its bylaws."""

from datetime import date, datetime

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.savings.written_figures import write_figure

KEY = "aportes.irreducible_minimum"


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

    The close of the next day takes it to the books. Raises FigureAlreadySet, MinimumNegative.
    """
    if amount < ZERO:
        raise MinimumNegative
    return write_figure(
        key=KEY, value=amount.amount, since=since, source=source,
        action="set_irreducible_minimum", staff=staff, at=at,
    )  # fmt: skip
