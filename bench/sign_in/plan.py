"""How long and how often to measure."""

from dataclasses import dataclass

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes and times of one run. Seconds are per sample; `warm_up_s` before each are not counted.

    Every member is let in at most sixty times an hour (the signer's limit), so there must be
    enough of them.
    """

    name: str
    rounds: int
    seconds: int
    warm_up_s: int
    members: int


QUICK = Plan("quick", 5, 4, 1, 160)
LONG = Plan("long", 11, 8, 1, 400)
TINY = Plan("tiny", 1, 1, 1, 24)
