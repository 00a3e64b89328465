"""Signers of a test: one in a thread, one in a process, and raw connections to them."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minga.access.signer import protocol
from minga.access.signer.client import SocketPinSigner
from minga.access.signer.keyring import Keyring
from minga.access.signer.protocol import Reply, Request
from minga.access.signer.vault import PinVault
from minga.doors.signer.answer import Clerk
from minga.doors.signer.limits import Limits
from minga.doors.signer.server import Callers, Server
from minga.kit.home import PROJECT

ME = frozenset({os.geteuid()})
NOT_ME = frozenset({54_321})
EVERYBODY = Callers(users=ME, group=None, administrators=ME)
START_S = 20
_started: list[subprocess.Popen[str]] = []


@dataclass
class Signer:
    """A signer that listens, and its keys."""

    path: Path
    vault: PinVault
    client: SocketPinSigner

    @contextmanager
    def line(self) -> Iterator[socket.socket]:
        """A connection that speaks for itself."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(str(self.path))
            yield line


@contextmanager
def in_a_thread(
    callers: Callers = EVERYBODY, *, per_second: int = 1000, per_hour: int = 60
) -> Iterator[Signer]:
    """A server with keys of its own."""
    # The system limits a socket's path: a test's own folder may be too deep.
    with tempfile.TemporaryDirectory(prefix="pin-") as name:
        folder = Path(name)
        Keyring(folder / "keys").make_first()
        vault = PinVault.of(folder / "keys")
        limits = Limits(per_second=per_second, per_subject_hour=per_hour)
        path = folder / "s.sock"
        server = Server(path, Clerk(vault, limits), callers)
        thread = threading.Thread(target=server.run)
        thread.start()
        client = SocketPinSigner(path, ME)
        try:
            wait_for(path)
            yield Signer(path, vault, client)
        finally:
            server.stop()
            thread.join(20)
        assert not thread.is_alive()


@contextmanager
def liar(said: bytes) -> Iterator[Path]:
    """Somebody who answers every call with these bytes, and hangs up."""
    with (
        tempfile.TemporaryDirectory(prefix="pin-") as name,
        socket.socket(socket.AF_UNIX) as listener,
    ):
        path = Path(name) / "s.sock"
        listener.bind(str(path))
        listener.listen()

        def answer() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(1000)
                line.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        yield path
        thread.join(10)


def wait_for(path: Path) -> None:
    """Until somebody listens there."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(path))
            except OSError:
                time.sleep(0.01)
            else:
                return
    raise AssertionError("the signer did not start")


def ask(line: socket.socket, request: Request | bytes) -> Reply:
    """Sends a frame and reads the reply to it."""
    frame = request if isinstance(request, bytes) else request.packed()
    protocol.send(line, frame)
    return reply(line)


def reply(line: socket.socket) -> Reply:
    """The next reply."""
    frame = protocol.receive(line, protocol.REPLY_BYTES_MAX, begin_within_s=5, end_within_s=5)
    assert frame is not None
    return Reply.unpacked(frame)


def process(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """`python -m minga.doors.signer` on a home."""
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in {"MINGA_PIN_SIGNER", "PYTHONPATH"}
    } | {"MINGA_HOME": str(home), "PYTHONPATH": str(PROJECT / "src")}
    started = subprocess.Popen(
        [sys.executable, "-P", "-m", "minga.doors.signer", *arguments],
        env=known | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    _started.append(started)
    return started


def end_leftovers() -> None:
    """Kills what a test that failed did not end."""
    while _started:
        one = _started.pop()
        if one.poll() is None:
            one.kill()
            one.communicate()
