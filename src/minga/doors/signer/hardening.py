"""What this process gives up before it reads a key."""

import ctypes
import os
import resource
import sys

# A process started with more than it needs forgets it: the keys and the database never meet.
_KEEPS = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH")
_OURS = (
    "MINGA_HOME", "MINGA_PIN_SIGNER", "MINGA_SIGNER_KEYS", "MINGA_SIGNER_GROUP",
    "MINGA_SIGNER_CLIENTS", "MINGA_SIGNER_ADMINS", "MINGA_SIGNER_PER_SECOND",
    "MINGA_SIGNER_PER_MEMBER_HOUR",
)  # fmt: skip
_PR_SET_DUMPABLE = 4


def needed(environment: dict[str, str]) -> dict[str, str]:
    """What a signer may know of an environment."""
    return {name: environment[name] for name in (*_KEEPS, *_OURS) if name in environment}


def forget_the_rest() -> None:
    """Drops every variable that a signer has no use for, DATABASE_URL among them."""
    for name in set(os.environ) - set(needed(dict(os.environ))):
        del os.environ[name]


def close_the_memory() -> None:
    """No core files; on Linux no other process of the same user can read our memory either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
