"""Counting: only what was acknowledged between the two moments, over the time really taken."""

from random import Random

from bench.ledger import protocol
from bench.ledger.crew import total
from bench.ledger.figures import Sample


class Clock:
    """Every piece of work takes a second."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, _: Random) -> int:
        self.now += 1
        return 3


def test_the_warm_up_is_done_and_not_counted() -> None:
    clock = Clock()
    answer = protocol.measure(clock.work, Random(0), start=2, stop=6, clock=clock)
    assert answer == {"counted": 12, "acknowledged": 18, "seconds": 4}


def test_the_last_piece_counts_with_the_time_it_took() -> None:
    clock = Clock()
    answer = protocol.measure(clock.work, Random(0), start=2, stop=5.5, clock=clock)
    assert answer["counted"] / answer["seconds"] == 3


def test_a_piece_begun_in_the_warm_up_does_not_count() -> None:
    clock = Clock()
    answer = protocol.measure(clock.work, Random(0), start=1.5, stop=3, clock=clock)
    assert answer["counted"] == 3


def test_rates_of_workers_add_up() -> None:
    answers = [
        {"counted": 10, "acknowledged": 12, "seconds": 2.0},
        {"counted": 10, "acknowledged": 11, "seconds": 4.0},
    ]
    assert total(answers) == Sample(7.5, 23)
