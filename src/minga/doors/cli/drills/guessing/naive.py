"""The control: an office that asks anybody for number and PIN, and locks after three wrong ones."""

from dataclasses import dataclass

from minga.doors.cli.drills.guessing.people import PINS, Target

TRIES = 3


@dataclass(frozen=True, slots=True)
class NaiveResult:
    """What the same attack does there."""

    opened: int
    locked: int
    expected: float


def spray(targets: list[Target], guesses: tuple[str, ...]) -> NaiveResult:
    """One sweep with the same PINs over everybody."""
    opened = sum(one.pin in guesses[:TRIES] for one in targets)
    return NaiveResult(opened, len(targets) - opened, len(targets) * TRIES / PINS)
