"""The address links are built on."""

import pytest

from minga.kit.origin import BadOrigin, allowed_hosts, checked, host, is_loopback, of_listener


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://Oficina.Ejemplo.coop/", "https://oficina.ejemplo.coop"),
        ("https://oficina.ejemplo.coop:443", "https://oficina.ejemplo.coop"),
        (" https://oficina.ejemplo.coop:8443 ", "https://oficina.ejemplo.coop:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_reads_an_origin_as_browsers_write_it(written: str, read: str) -> None:
    assert checked(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "oficina.ejemplo.coop", "ftp://oficina.ejemplo.coop", "https://oficina.ejemplo.coop/ruta",
        "https://yo:clave@oficina.ejemplo.coop", "https://", "https://a b.co", "https://a.co?x=1",
        "https://a.co\nhttps://b.co", "javascript:alert(1)", "https://a.co#x",
        "http://oficina.ejemplo.coop", "http://localhost.ejemplo.coop",
    ],
)  # fmt: skip
def test_refuses_what_no_link_may_be_built_on(written: str) -> None:
    with pytest.raises(BadOrigin, match="MINGA_ORIGIN"):
        checked(written)


def test_tells_this_machine_from_the_network() -> None:
    ours = ("http://localhost:8000", "http://127.0.0.9", "http://[::1]:1", "http://a.localhost")
    assert all(is_loopback(one) for one in ours)
    assert not any(is_loopback(one) for one in ("https://ejemplo.coop", "https://10.0.0.1", ""))


def test_admits_requests_for_the_offices_name_only_once_it_is_known() -> None:
    named = allowed_hosts("https://oficina.ejemplo.coop:8443")
    assert named == ["oficina.ejemplo.coop", "localhost", "127.0.0.1", "[::1]"]
    assert allowed_hosts("") == allowed_hosts("http://127.0.0.1:8000") == ["*"]
    assert host("https://oficina.ejemplo.coop:8443") == "oficina.ejemplo.coop"


def test_knows_a_server_on_this_machine_by_its_port() -> None:
    assert of_listener("127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert of_listener("::1", 8000) == "http://[::1]:8000"
    assert of_listener("0.0.0.0", 8000) == of_listener("192.168.1.5", 8000) == ""
