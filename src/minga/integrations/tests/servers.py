"""Real outside parties for tests: an SMTP server, an HTTP gateway, and an authority nobody else trusts."""

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "oficina", "s3creta:@/%"


@dataclass
class Mailbox:
    """What an SMTP server took in, and how it answers: replies are used up in order, then "250 OK"."""

    port: int = 0
    replies: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.replies and self.replies[0].startswith("RCPT "):
            return self.replies.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.replies:
            return self.replies.pop(0)
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(cast(EmailMessage, parsed))
        self.recipients += envelope.rcpt_tos
        self.were_encrypted.append(session.ssl is not None)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.replies.pop(0) if self.replies else "221 Bye"


class _AnyPort(Controller):  # type: ignore[misc]
    """Listens on a port the system chose, and knows which one before it checks itself."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def smtp_server(
    authority: "Authority | None" = None, *, with_password: bool = False, tls_first: bool = False
) -> Iterator[Mailbox]:
    """An SMTP server on this machine: plain, with STARTTLS (required) or encrypted from the start."""
    mailbox = Mailbox()

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        mailbox.users.append(data.login.decode())
        return AuthResult(success=good, handled=False)

    context = authority.server_context() if authority else None
    options: dict[str, Any] = (
        {"authenticator": check, "auth_required": True} if with_password else {}
    )
    if tls_first:
        # The library counts only STARTTLS as TLS: here it offers the sign-in and does not insist.
        options |= {"ssl_context": context, "auth_require_tls": False, "auth_required": False}
    elif context:
        options |= {"tls_context": context, "require_starttls": True}
    else:
        options |= {"auth_require_tls": False}
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass
class GatewayLog:
    """What an SMS gateway was asked, and how it answers: statuses are used up in order, then 200."""

    port: int = 0
    statuses: list[int] = field(default_factory=list)
    delay_s: float = 0.0
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def sms_gateway(authority: "Authority | None" = None) -> Iterator[GatewayLog]:
    """An HTTP gateway on this machine, encrypted when an authority is given."""
    log = GatewayLog()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            log.bodies.append(json.loads(self.rfile.read(length)))
            log.paths.append(self.path)
            log.headers.append(dict(self.headers))
            time.sleep(log.delay_s)
            status = log.statuses.pop(0) if log.statuses else 200
            with contextlib.suppress(OSError):  # the client may have left
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"http://127.0.0.1:{log.port}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    if authority:
        server.socket = authority.server_context().wrap_socket(server.socket, server_side=True)
    log.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield log
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Authority:
    """A certificate authority and the certificate it gave to this machine."""

    root: Path
    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_authority(folder: Path, host: str = "127.0.0.1") -> Authority:
    """A new authority and a certificate of `host` signed by it."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Autoridad de prueba", root_key, root_key, "Autoridad de prueba", True)
    san = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    own = _certificate("servidor", key, root_key, "Autoridad de prueba", False, san)
    made = Authority(folder / "root.pem", folder / "server.pem", folder / "server.key")
    made.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    made.certificate.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return made


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    signing_key: ec.EllipticCurvePrivateKey,
    issuer: str,
    is_authority: bool,
    *more: x509.ExtensionType,
) -> x509.Certificate:
    now = datetime.now(UTC)
    signer = x509.SubjectKeyIdentifier.from_public_key(signing_key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(signer), critical=False
        )
        .add_extension(_usage(is_authority), critical=True)
    )
    for extension in more:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(signing_key, hashes.SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, key_cert_sign=is_authority, crl_sign=is_authority,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
