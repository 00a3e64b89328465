"""The parts of an office that a sign-in needs, on the bench's throw-away server."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.ledger.server import BenchServer
from minga.access.signer import place
from minga.access.signer.client import SocketPinSigner
from minga.doors.cli.supervisor.processes import port_is_taken

START_S = 60


@contextlib.contextmanager
def signer(server: BenchServer) -> Iterator[None]:
    """The process that holds the keys; without a limit for all members together."""
    environment = server.minga_environment("web") | {"MINGA_SIGNER_PER_SECOND": "100000"}
    command = [sys.executable, "-P", "-m", "minga.doors.signer"]
    subprocess.run([*command, "make-keys"], check=True, env=environment)
    there = SocketPinSigner(place.own_socket(server.home), place.trusted_holders(None))
    with _running(command, environment):
        _wait(there.is_there)
        yield


@contextlib.contextmanager
def portal(server: BenchServer, port: int) -> Iterator[None]:
    """The web server as `minga up` starts it."""
    command = [
        sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws",
        "--log-level", "warning", "minga.doors.web.wsgi:application",
    ]  # fmt: skip
    with _running(command, server.minga_environment("web")):
        _wait(lambda: port_is_taken("127.0.0.1", port))
        yield


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(START_S)


def _wait(is_there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not is_there():
        if time.monotonic() > deadline:
            raise TimeoutError("a part of the office did not start")
        time.sleep(0.05)
