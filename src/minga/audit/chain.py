"""What is hashed, byte by byte: anybody can compute it again with a table and SHA-256."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from minga.kit import sql

MARK_BYTES = 8
NO_ROOT = bytes(32)
_READ_AT_ONCE = 1_000
_HASHED = """
    SELECT xact, id, json_build_array(id, xact,
             (extract(epoch FROM at) * 1000000)::bigint,
             (extract(epoch FROM recorded_at) * 1000000)::bigint,
             actor, action, subject, result, ip, detail::text)::text
      FROM audit_auditevent
     WHERE (xact, id) > (%s, %s) AND (xact, id) <= (%s, %s)
     ORDER BY xact, id LIMIT %s"""


class Position(NamedTuple):
    """A place in the order of sealing: first the transaction, then the event."""

    xact: int
    id: int


START = Position(-(2**63), -(2**63))


class HashedEvent(NamedTuple):
    """One event and its hash."""

    position: Position
    digest: bytes

    @property
    def mark(self) -> bytes:
        """Enough of the hash to tell which event is which."""
        return self.digest[:MARK_BYTES]


def hashed_events(
    after: Position, upto: Position, limit: int | None = None
) -> Iterator[HashedEvent]:
    """The events after one position up to another, in order, a page at a time."""
    left = limit
    while left is None or left > 0:
        page = _READ_AT_ONCE if left is None else min(_READ_AT_ONCE, left)
        rows = sql.rows(_HASHED, [*after, *upto, page])
        for xact, id_, told in rows:
            after = Position(xact, id_)
            yield HashedEvent(after, _digest(told))
        if len(rows) < page:
            return
        left = None if left is None else left - page


def _digest(told: str) -> bytes:
    """Of the event as one JSON array without spaces, in UTF-8; `detail` is a string in it."""
    plain = json.dumps(json.loads(told), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()


@dataclass(slots=True)
class Link:
    """One seal being computed: give it the events in order, then ask for the root."""

    number: int
    at: datetime
    after: Position
    previous_root: bytes
    total_before: int
    to: Position = START
    count: int = 0
    marks: bytearray = field(default_factory=bytearray)
    _events: Any = field(default_factory=hashlib.sha256)

    def add(self, event: HashedEvent) -> None:
        """The next event."""
        self._events.update(event.digest)
        self.marks += event.mark
        self.to, self.count = event.position, self.count + 1

    def root(self) -> bytes:
        """SHA-256 over the root before, what the seal says of itself, and its events' hashes."""
        said = [
            "minga audit seal 1", self.number, instant(self.at), *self.after, *self.to, self.count,
            self.total_before + self.count,
        ]  # fmt: skip
        head = json.dumps(said, separators=(",", ":")).encode()
        return hashlib.sha256(self.previous_root + self._events.digest() + head).digest()


def instant(at: datetime) -> str:
    """A moment as it is hashed and signed: UTC, microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
