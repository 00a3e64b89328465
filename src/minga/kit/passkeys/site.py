"""The address passkeys belong to: a browser signs with a key only where the key was made."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from minga.kit import origin as origins

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Site:
    """`origin` as browsers write it; `rp_id`, its host, is what the keys are scoped to."""

    origin: str
    rp_id: str
    name: str


def site_of(origin: str, name: str) -> Site | None:
    """Where an office answering at `origin` keeps its passkeys; None where browsers make none.

    Browsers make passkeys on https and on this machine's own names, never on a number such as
    127.0.0.1 (Web Authentication, level 2, 5.1.3). A key is scoped to the whole host, so that a
    neighbour under the same domain cannot ask for it.
    """
    try:
        written = origins.checked(origin)
    except origins.BadOrigin:
        return None
    host = origins.host(written)
    return Site(written, host, name) if _is_name(host) else None


def _is_name(host: str) -> bool:
    """A host name, and no number in any of the ways browsers read one."""
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return False
    try:
        ip_address(host)
    except ValueError:
        return re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]) is None
    return False
