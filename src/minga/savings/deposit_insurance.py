"""The notice of the deposit insurance (Fogacoop), where the cooperative is inscribed.

Whether it is, only the cooperative knows: it says so in its settings, and until then nothing is
claimed. How much is covered is a dated parameter; while nobody wrote it down, no amount is said.
"""

from datetime import date, datetime

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.kit.spanish import cop
from minga.savings.written_figures import write_figure

KEY = "deposit_insurance.cover"


class CoverNotPositive(Refusal):
    """An insurance that covers nothing is none."""

    code = "cover_not_positive"


def insurance_cover(on: date) -> Money | None:
    """What it pays a person at most, on that day; None while nobody wrote it down."""
    try:
        return Money.of(parameters.text(KEY, on))
    except parameters.MissingParameter:
        return None


def insurance_notice(on: date, *, is_insured: bool) -> str:
    """What whoever saves reads, on pages and papers; empty where the cooperative did not say that
    it is inscribed. Aportes are equity, so it names them apart."""
    if not is_insured:
        return ""
    cover = insurance_cover(on)
    up_to = f", hasta {cop(cover)} por persona" if cover else ""
    return (
        f"La cooperativa está inscrita en Fogacoop: los ahorros y los CDAT tienen seguro de "
        f"depósitos{up_to}. Los aportes no son depósitos y no lo tienen."
    )


def set_insurance_cover(
    *, amount: Money, since: date, source: str, staff: str, at: datetime
) -> bool:
    """Writes down what is covered from a day on, with its norm; False when it was there.

    Raises FigureAlreadySet, CoverNotPositive.
    """
    if amount <= ZERO:
        raise CoverNotPositive
    return write_figure(
        key=KEY, value=amount.amount, since=since, source=source, action="set_insurance_cover",
        staff=staff, at=at,
    )  # fmt: skip
