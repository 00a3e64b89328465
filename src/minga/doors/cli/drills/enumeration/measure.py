"""Pairs of somebody and nobody, and how well a stopwatch tells them apart."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from minga.doors.cli.drills.enumeration.pages import Somebody, Way, ask

PLANTED_S = 0.002


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one form."""

    way: str
    pairs: int
    different: int  # pairs whose bytes differ
    auc: float

    @property
    def told(self) -> dict[str, Any]:
        """For the process that reports."""
        return asdict(self)


def auc(known: Sequence[float], unknown: Sequence[float]) -> float:
    """How often the better of «slower is known» and «faster is known» is right: 0.5 is a coin.

    The area under the curve of every threshold (Mann-Whitney's U, ties count half), whichever
    side is better.
    """
    ordered = sorted([(one, True) for one in known] + [(one, False) for one in unknown])
    rank_sum, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        rank = (place + 1 + end) / 2
        rank_sum += rank * sum(is_known for _, is_known in ordered[place:end])
        place = end
    wins = rank_sum - len(known) * (len(known) + 1) / 2
    area = wins / (len(known) * len(unknown))
    return max(area, 1 - area)


def compare(
    way: Way,
    pairs: Sequence[tuple[Somebody, Somebody]],
    chance: Random,
    told: Callable[[], None] = lambda: None,
    planted_s: float = 0.0,
) -> Figures:
    """Asks for both of each pair, one right after the other, in an order drawn anew."""
    times: tuple[list[float], list[float]] = ([], [])
    different = 0
    for pair in pairs:
        seen = {}
        for side in chance.sample((0, 1), 2):
            answer = ask(way, pair[side], 0.0 if side else planted_s)
            times[side].append(answer.took_s)
            seen[side] = answer.seen
        different += seen[0] != seen[1]
        told()
    return Figures(way.name, len(pairs), different, auc(*times))
