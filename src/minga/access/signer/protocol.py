"""What goes over the socket: a length, then one request or one reply, each with strict limits."""

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from minga.access.pin_signer import NOBODY

VERSION = 1
SECRET_BYTES_MAX = 512
RECORD_BYTES_MAX = 512
REPLY_BYTES_MAX = 65_536
_LENGTH = struct.Struct(">I")
_REQUEST = struct.Struct(">BBB16sHH")  # version, operation, purpose, member, two lengths
REQUEST_BYTES_MAX = _REQUEST.size + SECRET_BYTES_MAX + RECORD_BYTES_MAX
_REPLY = struct.Struct(">BBB")  # version, outcome, newest inner key


class Malformed(Exception):
    """What came is not what this protocol says; the connection is of no more use."""


class Operation(IntEnum):
    """What may be asked. From REWRAP on: by an administrator only."""

    SEAL = 1
    CHECK = 2
    REWRAP = 16
    KEYS = 17
    ADD = 18
    RETIRE = 19
    RESTORE = 20
    FORGET = 21

    @property
    def is_for_administrators(self) -> bool:
        """Whether whoever serves pages has no business asking it."""
        return self >= Operation.REWRAP


class Outcome(IntEnum):
    """How a request ended. REFUSED says nothing of why: no reply is an oracle."""

    DONE = 0
    NO = 1
    BUSY = 2
    LIMITED = 3
    REFUSED = 4


@dataclass(frozen=True, slots=True)
class Request:
    """One question. `text`: a secret, or for operations on keys their kind and number."""

    operation: Operation
    subject: UUID = NOBODY
    purpose: int = 0
    text: bytes = b""
    sealed: bytes = b""

    def packed(self) -> bytes:
        """As it goes over the socket."""
        head = _REQUEST.pack(
            VERSION, self.operation, self.purpose, self.subject.bytes, len(self.text),
            len(self.sealed),
        )  # fmt: skip
        return head + self.text + self.sealed

    @classmethod
    def unpacked(cls, frame: bytes) -> "Request":
        """The other way. Raises Malformed."""
        try:
            version, operation, purpose, subject, text, sealed = _REQUEST.unpack_from(frame)
            known = Operation(operation)
        except (struct.error, ValueError):
            raise Malformed from None
        body = frame[_REQUEST.size :]
        fits = text <= SECRET_BYTES_MAX and sealed <= RECORD_BYTES_MAX
        if version != VERSION or not fits or len(body) != text + sealed:
            raise Malformed
        return cls(known, UUID(bytes=subject), purpose, body[:text], body[text:])


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `newest_inner`: so that the office knows which records to seal anew."""

    outcome: Outcome
    newest_inner: int = 0
    body: bytes = b""

    def packed(self) -> bytes:
        """As it goes over the socket."""
        return _REPLY.pack(VERSION, self.outcome, self.newest_inner) + self.body

    @classmethod
    def unpacked(cls, frame: bytes) -> "Reply":
        """The other way. Raises Malformed."""
        try:
            version, outcome, newest = _REPLY.unpack_from(frame)
            known = Outcome(outcome)
        except (struct.error, ValueError):
            raise Malformed from None
        if version != VERSION:
            raise Malformed
        return cls(known, newest, frame[_REPLY.size :])


def send(line: socket.socket, frame: bytes) -> None:
    """Sends one frame whole, within the socket's own time limit. Raises OSError."""
    line.sendall(_LENGTH.pack(len(frame)) + frame)


def receive(
    line: socket.socket,
    size_max: int,
    *,
    begin_within_s: float,
    end_within_s: float,
    now: Callable[[], float] = time.monotonic,
) -> bytes | None:
    """One frame; None when the other side hung up between two.

    Whoever begins a frame has `end_within_s` for all of it, however it is cut into pieces. Raises
    Malformed (too big, or cut short) and OSError (too slow, or gone).
    """
    line.settimeout(begin_within_s)
    first = line.recv(1)
    if not first:
        return None
    deadline = now() + end_within_s
    head = first + _exactly(line, _LENGTH.size - 1, deadline, now)
    (size,) = _LENGTH.unpack(head)
    if not 0 < size <= size_max:
        raise Malformed
    return _exactly(line, size, deadline, now)


def _exactly(line: socket.socket, size: int, deadline: float, now: Callable[[], float]) -> bytes:
    whole = bytearray()
    while len(whole) < size:
        left = deadline - now()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        piece = line.recv(size - len(whole))
        if not piece:
            raise Malformed
        whole += piece
    return bytes(whole)
