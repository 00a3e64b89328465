"""E-mail against a real SMTP server."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from minga.integrations import email
from minga.integrations.tests import certificates, servers
from minga.integrations.tests.certificates import Authority
from minga.integrations.tests.servers import Mailbox
from minga.kit import clock, ids
from minga.kit.outbox import DeliveryFailed

MAIL = email.Mail(
    key=ids.uuid7(),
    to="ana.pena@correo.co",
    sender_name="Cooperativa Los Ñandúes",
    subject="Tu código para verificar este equipo",
    text="Hola, Íñigo:\n\n123456\n",
    html="<p>Hola, Íñigo:</p><p>123456</p>",
    at=clock.now(),
)
PASSWORD = quote(servers.PASSWORD, safe="")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return certificates.make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority, trusted as an administrator would: only while this test runs."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    return authority


@pytest.fixture
def plain() -> Iterator[Mailbox]:
    with servers.smtp_server() as mailbox:
        yield mailbox


def plain_server(mailbox: Mailbox) -> email.EmailServer:
    return email.parse(f"smtp://127.0.0.1:{mailbox.port}?from=oficina+avisos@ejemplo.co")


def test_delivers_text_and_html_with_their_accents(plain: Mailbox) -> None:
    email.send(plain_server(plain), MAIL)
    (mail,) = plain.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert html.get_content().strip() == MAIL.html
    assert mail["Subject"] == MAIL.subject
    assert mail["From"].addresses[0].display_name == MAIL.sender_name
    assert mail["From"].addresses[0].addr_spec == "oficina+avisos@ejemplo.co"
    assert plain.recipients == [MAIL.to]
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_second_try_carries_the_same_message_id(plain: Mailbox) -> None:
    email.send(plain_server(plain), MAIL)
    email.send(plain_server(plain), MAIL)
    email.send(plain_server(plain), replace(MAIL, key=ids.uuid7()))
    first, second, other = (mail["Message-ID"] for mail in plain.mails)
    assert first == second == f"<{MAIL.key}@ejemplo.co>"
    assert other != first


def test_signs_in_over_starttls(trusted: Authority) -> None:
    with servers.smtp_server(trusted, with_password=True) as mailbox:
        url = f"smtp+tls://{servers.USER}:{PASSWORD}@127.0.0.1:{mailbox.port}?from=a@ejemplo.co"
        email.send(email.parse(url), MAIL)
    assert mailbox.were_encrypted == [True]
    assert mailbox.users == [servers.USER]


def test_signs_in_over_tls_from_the_start(trusted: Authority) -> None:
    with servers.smtp_server(trusted, with_password=True, tls_first=True) as mailbox:
        url = f"smtps://{servers.USER}:{PASSWORD}@127.0.0.1:{mailbox.port}?from=a@ejemplo.co"
        email.send(email.parse(url), MAIL)
    assert mailbox.users == [servers.USER]
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("scheme", ["smtp+tls", "smtps"])
def test_refuses_a_certificate_nobody_vouches_for(authority: Authority, scheme: str) -> None:
    with servers.smtp_server(authority, tls_first=scheme == "smtps") as mailbox:
        server = email.parse(f"{scheme}://127.0.0.1:{mailbox.port}?from=a@ejemplo.co")
        with pytest.raises(DeliveryFailed, match="certificado"):
            email.send(server, MAIL)
    assert mailbox.mails == []


def test_never_falls_back_to_plain_when_starttls_is_missing(plain: Mailbox) -> None:
    server = email.parse(f"smtp+tls://127.0.0.1:{plain.port}?from=a@ejemplo.co")
    with pytest.raises(DeliveryFailed):
        email.send(server, MAIL)
    assert plain.mails == []


def test_a_wrong_password_is_a_failed_delivery_that_does_not_show_it(trusted: Authority) -> None:
    with servers.smtp_server(trusted, with_password=True) as mailbox:
        url = f"smtp+tls://{servers.USER}:otra-clave@127.0.0.1:{mailbox.port}?from=a@ejemplo.co"
        with pytest.raises(DeliveryFailed, match="535") as failure:
            email.send(email.parse(url), MAIL)
    assert "otra-clave" not in str(failure.value)
    assert mailbox.mails == []


@pytest.mark.parametrize("reply", ["451 4.3.0 vuelve luego", "554 5.7.1 no", "RCPT 550 5.1.1 no"])
def test_a_refusal_is_a_failed_delivery(plain: Mailbox, reply: str) -> None:
    plain.replies.append(reply)
    code = reply.removeprefix("RCPT ")[:3]
    with pytest.raises(DeliveryFailed, match=code):
        email.send(plain_server(plain), MAIL)


def test_the_reason_quotes_neither_addresses_nor_codes(plain: Mailbox) -> None:
    plain.replies.append("554 5.6.0 <ana.pena@correo.co> sent 123456")
    with pytest.raises(DeliveryFailed) as failure:
        email.send(plain_server(plain), MAIL)
    assert str(failure.value) == "El servidor de correo respondió 554: 5.6.0 … sent …"


def test_a_server_that_says_goodbye_badly_has_still_accepted(plain: Mailbox) -> None:
    plain.goodbye = "421 me voy"
    email.send(plain_server(plain), MAIL)
    assert len(plain.mails) == 1


def test_nobody_listening_is_a_failed_delivery() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        server = email.parse(f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(DeliveryFailed, match="conexión"):
            email.send(server, MAIL)


def test_a_silent_server_is_left_after_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = email.parse(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(DeliveryFailed, match="a tiempo"):
            email.send(server, MAIL)


@pytest.mark.parametrize(
    "to",
    ["", "ana", "ana@", "a@b\r\nBcc: x@y.co", "a@b, c@d", "<a@b>", "..@b.co", "a b@c.co"],
)
def test_refuses_a_recipient_that_is_not_one_address(plain: Mailbox, to: str) -> None:
    with pytest.raises(DeliveryFailed, match="bien escrito"):
        email.send(plain_server(plain), replace(MAIL, to=to))
    assert plain.mails == []


def test_the_password_is_not_shown_when_the_server_is_printed() -> None:
    server = email.parse("smtps://oficina:secretisima@correo.ejemplo.co?from=a@ejemplo.co")
    assert "secret" not in repr(server)


def test_knows_the_authority_is_trusted_only_here(authority: Authority) -> None:
    """The planted fault of the certificate tests: outside `trusted` nobody vouches for it."""
    import ssl

    default = ssl.get_default_verify_paths().cafile
    assert default is None or Path(default) != authority.root
