"""The picture of a plan of payments: one bar an instalment, capital below and interest above."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from minga.loans.queries import PlanRow, RowState

WIDTH, HEIGHT = 600, 160
BARS_MAX = 60


@dataclass(frozen=True)
class Bar:
    """Where one instalment is drawn; `state` is its class."""

    x: str
    width: str
    capital_y: str
    capital_height: str
    interest_y: str
    interest_height: str
    state: str


@dataclass(frozen=True)
class Chart:
    """The bars and the size of the picture."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(plan: Sequence[PlanRow]) -> Chart | None:
    """None for plans without bars, or with so many that none could be seen: the table says it."""
    if not 0 < len(plan) <= BARS_MAX:
        return None
    highest = max((row.principal + row.interest).amount for row in plan)
    if not highest:
        return None
    step = Decimal(WIDTH) / len(plan)
    return Chart(tuple(_bar(row, index, step, highest) for index, row in enumerate(plan)))


def _bar(row: PlanRow, index: int, step: Decimal, highest: Decimal) -> Bar:
    capital = row.principal.amount / highest * HEIGHT
    interest = row.interest.amount / highest * HEIGHT
    return Bar(
        x=_text(index * step + step / 10),
        width=_text(step * Decimal("0.8")),
        capital_y=_text(HEIGHT - capital),
        capital_height=_text(capital),
        interest_y=_text(HEIGHT - capital - interest),
        interest_height=_text(interest),
        state="paid" if row.state is RowState.PAID else "ahead",
    )


def _text(number: Decimal) -> str:
    return f"{number:.2f}"
