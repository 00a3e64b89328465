"""The interest of each month as bars; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from minga.savings.interest_queries import MonthOfInterest

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True)
class Bar:
    """Where one month is drawn; `state` is its class."""

    x: str
    width: str
    y: str
    height: str
    state: str


@dataclass(frozen=True)
class Chart:
    """The bars, the oldest month first, and the size of the picture."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(months: Sequence[MonthOfInterest]) -> Chart | None:
    """None while nothing was earned."""
    highest = max((one.gross.amount for one in months), default=Decimal(0))
    if not highest:
        return None
    step = Decimal(WIDTH) / len(months)
    return Chart(tuple(_bar(one, n, step, highest) for n, one in enumerate(reversed(months))))


def _bar(one: MonthOfInterest, place: int, step: Decimal, highest: Decimal) -> Bar:
    height = one.gross.amount / highest * HEIGHT
    return Bar(
        x=f"{place * step + step / 10:.2f}", width=f"{step * Decimal('0.8'):.2f}",
        y=f"{HEIGHT - height:.2f}", height=f"{height:.2f}",
        state="ahead" if one.is_running else "done",
    )  # fmt: skip
