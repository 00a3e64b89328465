"""`python -m minga.doors.signer [make-keys]`: the process that holds the keys.

`make-keys` makes the first keys where there are none, and ends. Without it, missing keys are an
error: new ones in their place would open no record, and nobody could sign in any more.
"""

import contextlib
import fcntl
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from minga.access.signer.keyring import Keyring, KeysMissing
from minga.access.signer.vault import PinVault
from minga.doors.signer import hardening, settings
from minga.doors.signer.answer import Clerk
from minga.doors.signer.limits import Limits
from minga.doors.signer.server import Server
from minga.doors.signer.settings import BadSettings, Settings

MAKE_KEYS = "make-keys"
TAKEOVER_S = 10.0


class AlreadyServed(Exception):
    """Another process holds these keys."""


def main(arguments: Sequence[str]) -> int:
    """Serves until SIGTERM or SIGINT. 1: no keys, or held by another; 2: it was told nonsense."""
    hardening.forget_the_rest()
    hardening.close_the_memory()
    os.umask(0o077)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if list(arguments) not in ([], [MAKE_KEYS]):
        return _say("no conozco esa orden: usa «make-keys» o ninguna.", 2)
    try:
        return _work(settings.read(), only_make_keys=bool(arguments))
    except BadSettings as problem:
        return _say(str(problem), 2)
    except KeysMissing as problem:
        return _say(f"{problem} Sin las llaves nadie puede ingresar: restaura su copia.", 1)
    except AlreadyServed:
        return _say("otro proceso tiene esas llaves.", 1)
    except OSError as problem:
        return _say(str(problem), 1)


def _work(known: Settings, *, only_make_keys: bool) -> int:
    keyring = Keyring(known.keys)
    with _alone(known.keys):
        keyring.adopt(known.old_keys)
        if only_make_keys:
            keyring.make_first()
            return 0
        _prepare_folder(known.socket.parent)
        limits = Limits(per_second=known.per_second, per_subject_hour=known.per_member_hour)
        server = Server(known.socket, Clerk(PinVault(keyring), limits), known.callers)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, server.stop)
        server.run()
    return 0


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One holder for a folder of keys; the next one waits a while for the last to end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        deadline = time.monotonic() + TAKEOVER_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise AlreadyServed from None
                time.sleep(0.05)
        yield


def _prepare_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    info = folder.stat()
    if info.st_mode & 0o022 and not info.st_mode & 0o1000:
        raise OSError(f"{folder} deja escribir a otros: quítales el permiso.")
    if os.geteuid() not in (0, info.st_uid):
        raise OSError(f"{folder} es de otro usuario: bórrala o dásela a este.")


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"pin-signer: {text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
