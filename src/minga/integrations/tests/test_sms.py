"""Text messages against a real HTTP gateway."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.integrations import sms
from minga.integrations.address import BadAddress
from minga.integrations.tests import certificates, servers
from minga.integrations.tests.servers import GatewayLog
from minga.kit import ids
from minga.kit.outbox import DeliveryFailed

KEY = ids.uuid7()
TO = "+573001234567"


@pytest.fixture
def log() -> Iterator[GatewayLog]:
    with servers.sms_gateway() as log:
        yield log


def gateway(log: GatewayLog, path: str = "/enviar?cuenta=7&token=f1cha") -> sms.SmsGateway:
    return sms.parse(f"http://127.0.0.1:{log.port}{path}")


def send(to: sms.SmsGateway, text: str = "Tu código: 123456") -> None:
    sms.send(to, to=TO, text=text, key=KEY)


def test_posts_the_number_and_the_text(log: GatewayLog) -> None:
    send(gateway(log))
    assert log.bodies == [{"to": TO, "text": "Tu código: 123456"}]
    assert log.paths == ["/enviar?cuenta=7"]
    (headers,) = log.headers
    assert headers["Authorization"] == "Bearer f1cha"
    assert headers["Idempotency-Key"] == str(KEY)
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_takes_the_token_before_the_host_too(log: GatewayLog) -> None:
    send(sms.parse(f"http://f1%2Fcha@127.0.0.1:{log.port}"))
    assert log.headers[0]["Authorization"] == "Bearer f1/cha"
    assert log.paths == ["/"]


def test_sends_no_authorization_without_a_token(log: GatewayLog) -> None:
    send(gateway(log, "/"))
    assert "Authorization" not in log.headers[0]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_accepted(log: GatewayLog, status: int) -> None:
    log.statuses.append(status)
    send(gateway(log))


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 429, 500, 503])
def test_everything_else_is_a_failed_delivery(log: GatewayLog, status: int) -> None:
    log.statuses.append(status)
    with pytest.raises(DeliveryFailed, match=str(status)):
        send(gateway(log))
    assert len(log.paths) == 1  # a redirect was not followed: the message went to nobody else


def test_a_slow_gateway_is_left_after_the_time_limit(
    log: GatewayLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "TIMEOUT_S", 0.2)
    log.delay_s = 0.6
    with pytest.raises(DeliveryFailed, match="TimeoutError"):
        send(gateway(log))


def test_nobody_listening_is_a_failed_delivery() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DeliveryFailed, match="conexión"):
            send(sms.parse(f"http://127.0.0.1:{taken.getsockname()[1]}/"))


def test_verifies_the_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = certificates.make_authority(tmp_path)
    with servers.sms_gateway(authority) as log:
        secure = sms.parse(f"https://f1cha@127.0.0.1:{log.port}/enviar")
        with pytest.raises(DeliveryFailed, match="certificado"):
            send(secure)
        assert log.bodies == []
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
        send(secure)
    assert len(log.bodies) == 1


@pytest.mark.parametrize(
    "to", ["", "3001234567", "+57 300 123 4567", "+57300123456\n", "+٥٧٣٠٠١٢٣"]
)
def test_refuses_a_recipient_that_is_not_one_number(log: GatewayLog, to: str) -> None:
    with pytest.raises(DeliveryFailed, match="bien escrito"):
        sms.send(gateway(log), to=to, text="x", key=KEY)
    assert log.bodies == []


@pytest.mark.parametrize(
    "url",
    [
        "sms.ejemplo.co/enviar",
        "ftp://sms.ejemplo.co",
        "https://",
        "https://sms.ejemplo.co:x/",
        "https://sms.ejemplo.co/ enviar",
        "https://sms.ejemplo.co/#x",
        "https://usuario:clave@sms.ejemplo.co/",
        "https://@sms.ejemplo.co/",
        "https://sms.ejemplo.co/?token=",
        "https://sms.ejemplo.co/?token=a%0Ab",
        "https://a@sms.ejemplo.co/?token=b",
        "https://sms.ejemplo.co/?token=a&token=b",
    ],
)
def test_refuses_what_is_not_plainly_a_gateway(url: str) -> None:
    with pytest.raises(BadAddress, match=r"^SMS_URL: "):
        sms.parse(url)


def test_the_token_is_not_shown_when_the_gateway_is_printed() -> None:
    assert "f1cha" not in repr(sms.parse("https://f1cha@sms.ejemplo.co/"))
