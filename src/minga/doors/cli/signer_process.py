"""A command's connection to whoever holds the keys, whether or not `up` is running."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from minga.access.pin_signer import IN_PROCESS
from minga.access.signer import place
from minga.access.signer.client import SocketPinSigner
from minga.doors.signer import hardening
from minga.kit.home import read_environment

MODULE = "minga.doors.signer"
START_TIMEOUT_S = 20.0


class SignerFailed(RuntimeError):
    """The signer did not begin to answer; it has said why on the screen."""


def is_ours() -> bool:
    """Whether this home's signer is started by us, and not by whom MINGA_PIN_SIGNER names."""
    return read_environment().pin_signer in (None, IN_PROCESS)


def environment() -> dict[str, str]:
    """What a signer of ours is told: where it lives, and nothing of the database."""
    told = hardening.needed(dict(os.environ))
    told.pop("MINGA_PIN_SIGNER", None)
    return told


def socket_in_use() -> Path:
    """Where this office's signer listens, whoever starts it."""
    known = read_environment()
    return place.own_socket(known.home) if is_ours() else place.socket_path(known)


def of_the_office() -> dict[str, str]:
    """What the office's other processes are told: where the signer is, never to do without it."""
    return os.environ | {"MINGA_PIN_SIGNER": str(socket_in_use())}


def answers() -> bool:
    """Whether somebody who may hold the keys listens."""
    holders = place.trusted_holders(read_environment().pin_signer_user)
    return SocketPinSigner(socket_in_use(), holders).is_there()


def wait_until_answering(process: subprocess.Popen[bytes]) -> bool:
    """True once the signer listens; False when it ended or never does."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        if answers():
            return True
        time.sleep(0.02)
    return False


def make_keys() -> None:
    """Makes the first keys of this home. Only when nothing was ever sealed with others."""
    command = [sys.executable, "-P", "-m", MODULE, "make-keys"]
    if subprocess.run(command, env=environment(), check=False).returncode:
        raise SignerFailed


@contextlib.contextmanager
def signer_ready() -> Iterator[None]:
    """Somebody holds the keys and answers meanwhile: who does already, or a signer of ours.

    Raises SignerFailed.
    """
    if answers() or not is_ours():
        yield
        return
    command = [sys.executable, "-P", "-m", MODULE]
    process = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL)
    try:
        if not wait_until_answering(process):
            raise SignerFailed
        yield
    finally:
        process.terminate()
        process.wait()
