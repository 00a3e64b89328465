"""What is being approved: one operation with its amount and destination, as one canonical text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from minga.kit.money import Money

_OPERATION = re.compile(r"[a-z_]{1,40}")
# With the longest amount it still fits, uncut, in a text message.
DESTINATION_LENGTH_MAX = 44
DETAIL_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Intent:
    """One operation, exactly as it will be done.

    `operation` is its stable name. `destination` goes on after the amount: «al CDAT a 90 días»,
    «a Berta R. ··4821»; without an amount it is the whole of it: «quitar tu única llave».
    `details` are the labels and values, in words, that the member reads before approving. `bound`
    is what nobody reads and must not change either: ids, rates, versions. `leaves_hands`: money
    goes to somebody else, so it waits while a hold is open.

    Raises ValueError for words that a page or a text message would not show as they are.
    """

    operation: str
    amount: Money | None
    destination: str
    details: Mapping[str, str] = field(default_factory=dict)
    bound: Mapping[str, str] = field(default_factory=dict)
    leaves_hands: bool = False

    def __post_init__(self) -> None:
        if not _OPERATION.fullmatch(self.operation):
            raise ValueError("an operation is named in small letters")
        if self.amount is not None and self.amount.amount <= 0:
            raise ValueError("an amount that is approved is above zero")
        _require_readable(self.destination, DESTINATION_LENGTH_MAX)
        for words in (*self.details, *self.details.values()):
            _require_readable(words, DETAIL_LENGTH_MAX)

    @property
    def text(self) -> str:
        """The same for the same intent, and for no other: nothing is left out or run together."""
        parts = {
            "operation": self.operation,
            "amount": str(self.amount) if self.amount else None,
            "destination": self.destination,
            "details": dict(self.details),
            "bound": dict(self.bound),
            "leaves_hands": self.leaves_hands,
        }
        return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text: whatever is changed has another one."""
        return sha256(self.text.encode()).digest()


def read(text: str) -> Intent:
    """The intent of a canonical text; its details come back sorted."""
    parts = json.loads(text)
    amount = parts.pop("amount")
    return Intent(**parts, amount=None if amount is None else Money.of(amount))


def _require_readable(words: str, longest: int) -> None:
    """Neither empty nor cut, and nothing invisible: text that runs backwards reads as another."""
    if not 0 < len(words.strip()) <= len(words) <= longest:
        raise ValueError(f"from 1 to {longest} letters, not {words!r}")
    if not all(one.isprintable() or one == "\u00a0" for one in words):
        raise ValueError(f"{words!r} has letters that cannot be seen")
