"""Pure rules of getting in: how what people type is read, and what each wrong PIN costs."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minga.kit.visitor import browser_label, source

__all__ = [
    "CODE_DIGITS", "OFFICE_DOCUMENTS", "PIN_DIGITS", "WrongPinCost", "browser_label", "digits",
    "document_number", "email", "folded", "folded_answer", "is_adult", "source", "wrong_pin_cost",
]  # fmt: skip

CODE_DIGITS = 6
PIN_DIGITS = 4
# Documents whose holders register at the office: minors, with who represents them, and companies.
OFFICE_DOCUMENTS = frozenset({"TI", "RC", "NIT"})
_SEPARATORS = re.compile(r"[\s.,'·-]+")
_NUMBER = re.compile(r"[0-9A-Z]{3,16}")


def document_number(typed: str) -> str | None:
    """The identification number without dots, spaces or hyphens; None when it cannot be one."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    return plain if _NUMBER.fullmatch(plain) else None


def digits(typed: str, count: int) -> str | None:
    """Exactly that many digits, spaces and hyphens apart; None otherwise."""
    plain = _SEPARATORS.sub("", typed)
    return plain if re.fullmatch(f"[0-9]{{{count}}}", plain) else None


def email(address: str) -> str:
    """An address as it is compared: nobody is turned away for a capital letter."""
    return unicodedata.normalize("NFC", address).strip().casefold()


def folded(text: str) -> str:
    """Words without what people do not remember the same twice: capitals, accents, spaces.

    «San Andrés» and «sanandres » fold to the same.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()


def folded_answer(text: str) -> str:
    """A security answer as it is sealed and compared."""
    return re.sub(r"\s+", "", folded(text))


def is_adult(born: date | None, on: date, years: int) -> bool:
    """Whether that age is reached. Somebody whose birth date is unknown is not kept out."""
    if born is None:
        return True
    return (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) >= years


@dataclass(frozen=True, slots=True)
class WrongPinCost:
    """What one more wrong PIN brings."""

    tries_left: int
    wait: timedelta | None
    revokes_browser: bool
    disables_pin: bool


def wrong_pin_cost(
    on_browser: int, overall: int, *, free: int, waits: Sequence[timedelta], overall_max: int
) -> WrongPinCost:
    """The curve of security.md, §5, both counts including this failure.

    `free` tries cost nothing, each of `waits` opens one more try after a pause, and the failure
    after the last one takes the browser's enrolment away. `overall_max` consecutive failures,
    wherever they happened, disable the PIN.
    """
    pause = on_browser - free
    return WrongPinCost(
        tries_left=max(0, free - on_browser),
        wait=waits[pause] if 0 <= pause < len(waits) else None,
        revokes_browser=pause >= len(waits),
        disables_pin=overall >= overall_max,
    )
