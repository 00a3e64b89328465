"""What accounts held in the morning of a day, however late the day is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from minga.kit import sql
from minga.kit.money import ZERO, Money

_SQL = Path(__file__).parent / "sql" / "positions.sql"


@dataclass(frozen=True, slots=True)
class Position:
    """`held` that morning; `now` is what is there today and not set aside; `least` must stay."""

    held: Money
    now: Money
    least: Money

    @property
    def can_give(self) -> Money:
        """What it had that morning and still has, beyond what must stay."""
        return max(ZERO, min(self.held, self.now) - self.least)


def positions(accounts: Iterable[UUID], on: date) -> dict[UUID, Position]:
    """One question for all of them. What the close itself moved that morning counts."""
    found = sql.rows_named(sql.text(_SQL), {"on": on, "accounts": list(set(accounts))})
    return {row[0]: Position(*map(Money, row[1:])) for row in found}
