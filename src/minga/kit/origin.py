"""The address at which members find the office, as whoever runs it says (MINGA_ORIGIN).

Links in messages are built on it and on nothing else. A request's own Host header is written by
whoever sends the request: a link built on it could lead a member to somebody else's page.
"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from minga.kit.setting import BadSetting

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_SHAPE = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")


class BadOrigin(BadSetting):
    """MINGA_ORIGIN is not an address to build links on; the text says so to whoever wrote it."""


def checked(written: str) -> str:
    """An origin as browsers write it: scheme, host and, if it is not the usual one, port.

    Plain http serves this very machine only: a link over it could be changed on its way.
    """
    origin = written.strip().lower().removesuffix("/")
    shape = _SHAPE.fullmatch(origin)
    if shape is None:
        raise BadOrigin(
            "MINGA_ORIGIN debe ser una dirección sin ruta, como https://oficina.ejemplo.coop"
        )
    if shape[1] == "http" and not is_loopback(origin):
        raise BadOrigin("MINGA_ORIGIN debe empezar por https:// (http:// solo en este equipo)")
    usual = ":443" if shape[1] == "https" else ":80"
    return origin.removesuffix(usual)


def host(origin: str) -> str:
    """The name without scheme or port; empty for no origin."""
    return urlsplit(origin).hostname or ""


def is_loopback(origin: str) -> bool:
    """Whether nobody but this machine can follow it."""
    name = host(origin)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def allowed_hosts(origin: str) -> list[str]:
    """The names a request may come for: the office's and this machine's own.

    Any, while nobody said what the office is called: nothing is built on them.
    """
    if not origin or is_loopback(origin):
        return ["*"]
    name = urlsplit(origin).netloc.rpartition("@")[2]
    return [re.sub(r":[0-9]+$", "", name), *LOOPBACK_NAMES]


def of_listener(host_name: str, port: int) -> str:
    """The origin of a server on this machine when nobody named another; empty when it listens to
    the network, where its own name cannot be known."""
    bare = f"[{host_name}]" if ":" in host_name else host_name
    origin = f"http://{bare}:{port}"
    return checked(origin) if is_loopback(origin) else ""
