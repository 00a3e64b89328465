"""Who is knocking, as far as the network tells."""

import ipaddress
from dataclasses import dataclass

# In the order in which they are looked for: most browsers also name the ones they resemble.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "Chromebook"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request came from. Nothing in it proves anything.

    `host` is the office's own name in the address bar; empty where it is not known to be ours.
    """

    ip: str
    user_agent: str = ""
    host: str = ""

    @property
    def source(self) -> str:
        """Whose attempts are counted together."""
        return source(self.ip)

    @property
    def browser_name(self) -> str:
        """The user agent, as long as we keep it."""
        return self.user_agent[:200].replace("\x00", "")


def source(ip: str) -> str:
    """Whose attempts are counted together: an IPv4 address, or the /64 one IPv6 subscriber gets."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address.packed[:8] + bytes(8), 64)))
    return str(address)


def browser_label(user_agent: str) -> str:
    """«Chrome en Android», in our own words only; empty when it cannot be told."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} en {system}" if browser and system else browser or system
