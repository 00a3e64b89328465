"""The socket: who is let in, for how long, and how many at once."""

import logging
import os
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from minga.access.signer import protocol
from minga.access.signer.peer import Peer, peer_of
from minga.access.signer.protocol import Malformed, Outcome, Reply
from minga.doors.signer.answer import Clerk

CONNECTIONS_MAX = 64
BACKLOG = 128
IDLE_S = 5.0
FRAME_S = 2.0
ANSWER_S = 2.0
STOP_S = 5.0
_POLL_S = 0.25
_log = logging.getLogger("pin-signer")


@dataclass(frozen=True, slots=True)
class Callers:
    """Who may ask: users, one group, and the users who may also change keys."""

    users: frozenset[int]
    group: int | None
    administrators: frozenset[int]

    def may_ask(self, peer: Peer) -> bool:
        """Whether this process is answered at all."""
        return peer.uid in self.users | self.administrators or peer.gid == self.group


class Server:
    """Answers on a Unix socket until told to stop."""

    def __init__(self, path: Path, clerk: Clerk, callers: Callers) -> None:
        self._path = path
        self._clerk = clerk
        self._callers = callers
        self._places = threading.BoundedSemaphore(CONNECTIONS_MAX)
        self._stop = threading.Event()

    def stop(self, *_: object) -> None:
        """Takes no more calls; those under way are finished."""
        self._stop.set()

    def run(self) -> None:
        """Listens; returns after `stop`, when the last call is finished or STOP_S are over."""
        with self._listening() as listener:
            while not self._stop.is_set():
                try:
                    line, _ = listener.accept()
                except TimeoutError:
                    continue
                self._receive(line)
        self._path.unlink(missing_ok=True)
        for _ in range(CONNECTIONS_MAX):
            if not self._places.acquire(timeout=STOP_S):
                return

    def _listening(self) -> socket.socket:
        listener = socket.socket(socket.AF_UNIX)
        self._path.unlink(missing_ok=True)  # of one that was killed: we hold the keys' lock
        before = os.umask(0o177)
        try:
            listener.bind(str(self._path))
        finally:
            os.umask(before)
        if self._callers.group is not None:
            os.chown(self._path, -1, self._callers.group)
            self._path.chmod(0o660)
        listener.listen(BACKLOG)
        listener.settimeout(_POLL_S)
        return listener

    def _receive(self, line: socket.socket) -> None:
        if not self._is_welcome(line) or not self._places.acquire(blocking=False):
            line.close()
            return
        threading.Thread(target=self._converse, args=(line,), daemon=True).start()

    def _is_welcome(self, line: socket.socket) -> bool:
        try:
            peer = peer_of(line)
        except OSError:
            return False
        if self._callers.may_ask(peer):
            return True
        _log.warning("A process of user %s and group %s was turned away.", peer.uid, peer.gid)
        return False

    def _converse(self, line: socket.socket) -> None:
        try:
            with line:
                is_administrator = peer_of(line).uid in self._callers.administrators
                while not self._stop.is_set() and self._answer(line, is_administrator):
                    pass
        except OSError:
            pass  # too slow, or gone: there is nobody to tell
        finally:
            self._places.release()

    def _answer(self, line: socket.socket, is_administrator: bool) -> bool:
        try:
            frame = protocol.receive(
                line, protocol.REQUEST_BYTES_MAX, begin_within_s=IDLE_S, end_within_s=FRAME_S
            )
            if frame is None:
                return False
            reply = self._clerk.answer(frame, is_administrator=is_administrator)
        except Malformed:
            line.settimeout(ANSWER_S)
            protocol.send(line, Reply(Outcome.REFUSED).packed())
            return False
        line.settimeout(ANSWER_S)
        protocol.send(line, reply)
        return True
