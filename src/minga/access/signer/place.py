"""Where the signer's keys and its socket are, and whom its clients believe."""

import os
import pwd
import tempfile
from hashlib import blake2b
from pathlib import Path

from minga.kit.home import Environment

SOCKET_PATH_MAX = 100  # the system's limit is 107 bytes
SOCKET_NAME = "pin-signer.sock"


def keys_folder(home: Path) -> Path:
    """The keys of a home that has no signer under another user."""
    return home / "signer"


def own_socket(home: Path) -> Path:
    """The socket of the signer that `minga up` starts for a home."""
    inside = home / "run" / SOCKET_NAME
    if len(os.fsencode(inside)) <= SOCKET_PATH_MAX:
        return inside
    # A Unix socket's path has a hard limit; a long home gets a short private folder instead.
    name = blake2b(str(home.resolve()).encode(), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"minga-{name}-signer" / SOCKET_NAME


def socket_path(environment: Environment) -> Path:
    """Where the signer listens: as MINGA_PIN_SIGNER says, or this home's own."""
    named = environment.pin_signer
    return Path(named) if named else own_socket(environment.home)


def trusted_holders(user: str | None) -> frozenset[int]:
    """The users a signer may run as: oneself, root, and whom MINGA_PIN_SIGNER_USER names."""
    return frozenset({os.geteuid(), 0} | ({user_id(user)} if user else set()))


def user_id(name: str) -> int:
    """A user's number, from its name or from the number itself. Raises KeyError."""
    return int(name) if name.isdigit() else pwd.getpwnam(name).pw_uid
