"""Which PINs are refused: those a thief tries first, and those the member's data give away."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from minga.access.common_pins import COMMON_PINS

PinFault = Literal["repeats", "run", "birth", "document", "mobile", "year", "common"]
_YEARS = range(1930, 2040)


@dataclass(frozen=True, slots=True)
class Known:
    """What anybody who knows the member knows."""

    document_number: str
    mobile: str
    birth_date: date | None


def pin_fault(pin: str, known: Known) -> PinFault | None:
    """Why a PIN of four digits is refused; None when it is good."""
    born = _birth_parts(known.birth_date) if known.birth_date else frozenset()
    faults: tuple[tuple[PinFault, bool], ...] = (
        ("repeats", len(set(pin)) <= 2),
        ("run", _is_run(pin)),
        ("birth", pin in born),
        ("document", pin in _only_digits(known.document_number)),
        ("mobile", pin in _only_digits(known.mobile)),
        ("year", int(pin) in _YEARS),
        ("common", pin in COMMON_PINS),
    )
    return next((fault for fault, found in faults if found), None)


def _is_run(pin: str) -> bool:
    """1234, 4321, and across the end of the keys: 7890, 0987."""
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    return steps in ({1}, {9})


def _birth_parts(born: date) -> frozenset[str]:
    """Every four digits in a row of the date, however it is written."""
    day, month, year = f"{born.day:02}", f"{born.month:02}", f"{born.year:04}"
    short = year[2:]
    written = (
        day + month + year, month + day + year, year + month + day, year + day + month,
        day + month + short, month + day + short, short + month + day, short + day + month,
        day + short, short + day, month + short, short + month,
    )  # fmt: skip
    return frozenset(text[at : at + 4] for text in written for at in range(len(text) - 3))


def _only_digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
