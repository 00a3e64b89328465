"""Real outside parties for tests: an SMTP server and an HTTP gateway, on this machine."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from minga.integrations.tests.certificates import Authority

USER, PASSWORD = "oficina", "s3creta:@/%"


@dataclass
class Mailbox:
    """What an SMTP server took in; its `replies` are used up in order, then it says "250 OK"."""

    port: int = 0
    goodbye: str = "221 Bye"
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
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        self.were_encrypted.append(session.ssl is not None)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.goodbye


class _AnyPort(Controller):
    """Listens on a port the system chose, and knows which one before it checks itself."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def smtp_server(
    authority: Authority | None = None, *, with_password: bool = False, tls_first: bool = False
) -> Iterator[Mailbox]:
    """An SMTP server: plain, with STARTTLS (required) or encrypted from the start."""
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
    """What an SMS gateway was asked; its `statuses` are used up in order, then it answers 200."""

    port: int = 0
    statuses: list[int] = field(default_factory=list)
    delay_s: float = 0.0
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def sms_gateway(authority: Authority | None = None) -> Iterator[GatewayLog]:
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
