"""Whom to believe about where a request came from (MINGA_TRUSTED_PROXIES).

Anybody can write an X-Forwarded-For. It is read only when the peer itself, the machine at the other
end of the connection, is a proxy that whoever runs the office named.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from minga.kit.setting import BadSetting

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class BadProxies(BadSetting):
    """MINGA_TRUSTED_PROXIES is no list of networks; the text says so to whoever wrote it."""


def parse(written: str) -> tuple[Network, ...]:
    """Networks or single addresses, apart by commas or spaces: `127.0.0.1, 10.0.0.0/8`."""
    try:
        return tuple(ip_network(one) for one in written.replace(",", " ").split())
    except ValueError as problem:
        raise BadProxies(
            "MINGA_TRUSTED_PROXIES debe ser una lista de redes, como 127.0.0.1, 10.0.0.0/24"
        ) from problem


def is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    """Whether that machine is one of the named proxies."""
    address = _address(peer)
    return address is not None and _among(address, trusted)


def visitor_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """Who a trusted peer spoke for: the rightmost address that is no trusted proxy itself.

    Everything to its left was written by the visitor and proves nothing. What is no address ends
    the reading at the proxy that passed it on.
    """
    last = peer
    for hop in reversed(forwarded_for.split(",")):
        address = _address(hop)
        if address is None:
            return last
        last = str(address)
        if not _among(address, trusted):
            return last
    return last


def _among(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _address(written: str) -> Address | None:
    """An address with or without a port; an IPv4 one that is dressed as IPv6 counts as IPv4."""
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
