"""The ratios the project holds itself to. Measuring never judges: a ratio that falls short is told,
not punished.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.ledger.figures import Figure


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure over another. Of several figures for the same thing the best median counts."""

    name: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    limit: float
    at_most: bool = False

    def met_by(self, ratio: float) -> bool:
        return ratio <= self.limit if self.at_most else ratio >= self.limit


AIMS = (
    Aim("post_vs_function", ("post_8",), ("function_8",), 0.7),
    Aim("use_case_vs_function", ("use_case_8",), ("function_8",), 0.35),
    Aim("batch100_vs_tpcb", ("batch100_2", "batch100_8"), ("tpcb_8",), 4),
    Aim("hot_vs_uniform", ("hot_internal_8",), ("uniform_three_8",), 0.75),
    Aim("hot_member_vs_function", ("hot_member_post_8",), ("hot_member_function_8",), 0.8),
    Aim("vs_hordak", ("post_8",), ("hordak_8",), 10),
    Aim("vs_django_ledger", ("post_8",), ("django_ledger_8",), 40),
    # Cost is time for a posting: the small ledger's rate over the large one's.
    Aim("cost_10m_vs_10k", ("function_at_10k",), ("function_at_10m",), 1.2, at_most=True),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of medians, which figures it is of, and how far single rounds were from it."""

    aim: Aim
    value: float
    over: str
    under: str
    lowest: float
    highest: float

    @property
    def met(self) -> bool:
        return self.aim.met_by(self.value)

    def as_json(self) -> dict[str, Any]:
        return {
            "aim": self.aim.limit,
            "at_most": self.aim.at_most,
            "met": self.met,
            "of": f"{self.over} / {self.under}",
            "by_round": [round(self.lowest, 3), round(self.highest, 3)],
        }


def ratios(figures: Mapping[str, Figure], aims: Iterable[Aim] = AIMS) -> list[Ratio]:
    """Every ratio whose figures were measured."""
    found = (_ratio(aim, figures) for aim in aims)
    return [ratio for ratio in found if ratio is not None]


def needed_by(names: frozenset[str]) -> frozenset[str]:
    """The figures that these ratios (or figures, by their own names) need."""
    wanted = set(names)
    for aim in AIMS:
        if aim.name in names:
            wanted.remove(aim.name)
            wanted.update(aim.over + aim.under)
    return frozenset(wanted)


def _ratio(aim: Aim, figures: Mapping[str, Figure]) -> Ratio | None:
    over, under = _best(aim.over, figures), _best(aim.under, figures)
    if over is None or under is None:
        return None
    by_round = [a / b for a, b in zip(over.rates, under.rates, strict=False)]
    value = over.median / under.median
    return Ratio(aim, value, over.name, under.name, min(by_round), max(by_round))


def _best(names: tuple[str, ...], figures: Mapping[str, Figure]) -> Figure | None:
    there = [figures[name] for name in names if name in figures and figures[name].samples]
    return max(there, key=lambda figure: figure.median, default=None)
