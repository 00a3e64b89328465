"""Whose word counts about where a request came from."""

import pytest

from minga.kit import proxies
from minga.kit.proxies import BadProxies, is_trusted, visitor_address

TRUSTED = proxies.parse("127.0.0.1, 10.0.0.0/24 2001:db8::/64")


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("127.0.0.1", True), ("10.0.0.7", True), ("10.0.1.7", False), ("2001:db8::9", True),
        ("::ffff:10.0.0.7", True), ("198.51.100.4", False), ("", False), ("unix:", False),
    ],
)  # fmt: skip
def test_trusts_the_named_networks_only(peer: str, trusted: bool) -> None:
    assert is_trusted(peer, TRUSTED) is trusted


@pytest.mark.parametrize(
    ("forwarded", "visitor"),
    [
        ("198.51.100.4", "198.51.100.4"),
        ("203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ("203.0.113.9, 198.51.100.4, 10.0.0.2", "198.51.100.4"),
        ("127.0.0.1, 198.51.100.4", "198.51.100.4"),
        ("198.51.100.4:50123", "198.51.100.4"),
        ("[2800:e2::1]:443", "2800:e2::1"),
        ("::ffff:198.51.100.4", "198.51.100.4"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("203.0.113.9, <script>", "127.0.0.1"),
        ("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2"),
        ("", "127.0.0.1"),
    ],
)
def test_takes_the_rightmost_address_that_is_no_proxy_of_ours(forwarded: str, visitor: str) -> None:
    assert visitor_address("127.0.0.1", forwarded, TRUSTED) == visitor


@pytest.mark.parametrize("written", ["proxy.example", "10.0.0.0/33", "10.0.0.7/24", "1.2.3"])
def test_refuses_what_is_no_network(written: str) -> None:
    with pytest.raises(BadProxies, match="MINGA_TRUSTED_PROXIES"):
        proxies.parse(written)


def test_trusts_nobody_when_nobody_is_named() -> None:
    assert proxies.parse("") == ()
    assert not is_trusted("127.0.0.1", ())
