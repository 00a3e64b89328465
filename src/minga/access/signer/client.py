"""The office's side of the socket: a connection for each question, so that none is ever stale."""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from minga.access.pin_signer import (
    KeyKind,
    KeyRefused,
    KeyState,
    Purpose,
    SealedSecret,
    SignerAway,
    SignerBusy,
    SignerLimited,
)
from minga.access.signer import protocol
from minga.access.signer.peer import peer_of
from minga.access.signer.protocol import Malformed, Operation, Outcome, Reply, Request
from minga.access.signer.record import inner_key_of

CONNECT_S = 1.0
ANSWER_S = 5.0  # a queue of one second, and the hash on a machine that does other things


class SocketPinSigner:
    """Asks the process that holds the keys; see PinSigner and KeyKeeper for what is promised."""

    def __init__(self, path: Path, holders: frozenset[int]) -> None:
        self._path = path
        self._holders = holders
        self._newest_inner = 0

    def seal(self, *, subject: UUID, secret: str, purpose: Purpose) -> SealedSecret:
        """See PinSigner. Raises ValueError for a secret that no form of ours lets through."""
        text = secret.encode()
        if len(text) > protocol.SECRET_BYTES_MAX:
            raise ValueError("too long to be sealed")
        reply = self._ask(Request(Operation.SEAL, subject, purpose, text))
        return SealedSecret(reply.body)

    def check(self, *, subject: UUID, secret: str, purpose: Purpose, sealed: SealedSecret) -> bool:
        """See PinSigner."""
        text = secret.encode()
        if len(text) > protocol.SECRET_BYTES_MAX or len(sealed) > protocol.RECORD_BYTES_MAX:
            return False
        reply = self._ask(Request(Operation.CHECK, subject, purpose, text, sealed))
        return reply.outcome == Outcome.DONE

    def is_outdated(self, sealed: SealedSecret) -> bool:
        """See PinSigner."""
        return inner_key_of(sealed) < self._newest_inner

    def is_there(self) -> bool:
        """Whether somebody who may hold the keys listens. Asks nothing."""
        try:
            with self._line():
                return True
        except SignerAway:
            return False

    def key_states(self) -> tuple[KeyState, ...]:
        """See KeyKeeper."""
        listed = json.loads(self._ask(Request(Operation.KEYS)).body)
        return tuple(
            KeyState(KeyKind(kind), number, datetime.fromisoformat(since), is_retired)
            for kind, number, since, is_retired in listed
        )

    def add(self, kind: KeyKind) -> int:
        """See KeyKeeper."""
        return int(self._ask(Request(Operation.ADD, text=kind.encode())).body)

    def retire(self, kind: KeyKind, number: int) -> None:
        """See KeyKeeper."""
        self._ask(Request(Operation.RETIRE, text=f"{kind} {number}".encode()))

    def restore(self, kind: KeyKind, number: int) -> None:
        """See KeyKeeper."""
        self._ask(Request(Operation.RESTORE, text=f"{kind} {number}".encode()))

    def forget(self, kind: KeyKind, number: int) -> None:
        """See KeyKeeper."""
        self._ask(Request(Operation.FORGET, text=f"{kind} {number}".encode()))

    def rewrap(self, records: Sequence[tuple[UUID, SealedSecret]]) -> list[SealedSecret | None]:
        """See KeyKeeper. One connection for all of them."""
        done: list[SealedSecret | None] = []
        with self._line() as line:
            for subject, sealed in records:
                if len(sealed) > protocol.RECORD_BYTES_MAX:
                    done.append(None)
                    continue
                reply = self._say(line, Request(Operation.REWRAP, subject, sealed=sealed))
                done.append(SealedSecret(reply.body) if reply.outcome == Outcome.DONE else None)
        return done

    def _ask(self, request: Request) -> Reply:
        with self._line() as line:
            return self._say(line, request)

    @contextmanager
    def _line(self) -> Iterator[socket.socket]:
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.settimeout(CONNECT_S)
                line.connect(str(self._path))
                # Whoever took the socket's place would be told every PIN.
                if peer_of(line).uid not in self._holders:
                    raise SignerAway
                yield line
            except (OSError, Malformed):
                raise SignerAway from None

    def _say(self, line: socket.socket, request: Request) -> Reply:
        line.settimeout(ANSWER_S)
        protocol.send(line, request.packed())
        frame = protocol.receive(
            line, protocol.REPLY_BYTES_MAX, begin_within_s=ANSWER_S, end_within_s=ANSWER_S
        )
        if frame is None:
            raise SignerAway
        reply = Reply.unpacked(frame)
        if reply.outcome in _REFUSALS:
            raise _REFUSALS[reply.outcome]
        if reply.outcome == Outcome.REFUSED:
            raise KeyRefused if request.operation.is_for_administrators else SignerAway
        self._newest_inner = reply.newest_inner or self._newest_inner
        return reply


_REFUSALS = {Outcome.BUSY: SignerBusy, Outcome.LIMITED: SignerLimited}
