"""Reaping what a kill leaves behind.

A killed server that nobody waits for stays in the process table until the system's first process
looks, and a new server rightly refuses to start while the old one's number is taken. Some
containers look once in two seconds, which would be most of the time that a drill measures.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable

PR_SET_CHILD_SUBREAPER = 36


def adopt() -> None:
    """From now on, what our processes start and leave alone becomes a child of this process."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def reap(pids: Iterable[int]) -> None:
    """Waits for those that were killed, where they are ours; the others are somebody else's."""
    for pid in pids:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
