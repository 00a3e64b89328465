"""Who is at the other end of a Unix socket, as the system says and not as they say."""

import ctypes
import ctypes.util
import os
import socket
import struct
from dataclasses import dataclass

_CREDENTIALS = struct.Struct("3i")


@dataclass(frozen=True, slots=True)
class Peer:
    """The other process's user and main group."""

    uid: int
    gid: int


def peer_of(line: socket.socket) -> Peer:
    """Whoever called connect or listen at the other end. Raises OSError."""
    if hasattr(socket, "SO_PEERCRED"):
        packed = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        _, uid, gid = _CREDENTIALS.unpack(packed)
        return Peer(uid, gid)
    return _peer_of_bsd(line)


def _peer_of_bsd(line: socket.socket) -> Peer:
    uid, gid = ctypes.c_uint32(), ctypes.c_uint32()
    library = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    if library.getpeereid(line.fileno(), ctypes.byref(uid), ctypes.byref(gid)):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return Peer(uid.value, gid.value)
