"""Account numbers are shown by their ends; a pure rule, without a database."""

from collections.abc import Iterable

SHORTEST = 4


def tails(numbers: Iterable[str]) -> dict[str, str]:
    """The end of each number that is enough to tell it from the others: four characters or more."""
    whole = set(numbers)
    return {one: _tail(one, whole - {one}) for one in whole}


def _tail(number: str, others: set[str]) -> str:
    for size in range(SHORTEST, len(number)):
        if not any(other.endswith(number[-size:]) for other in others):
            return number[-size:]
    return number
