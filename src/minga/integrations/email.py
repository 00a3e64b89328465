"""E-mail through an SMTP server."""

import contextlib
import ipaddress
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from minga.integrations import address, tls
from minga.integrations.address import BadAddress
from minga.kit.outbox import DeliveryFailed

TIMEOUT_S = 10
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
EXAMPLE = "smtp+tls://usuario:clave@correo.ejemplo.co:587?from=oficina@ejemplo.co"
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,190}")
_PRIVATE = re.compile(r"\S+@\S+|\d{4,}")


@dataclass(frozen=True)
class EmailServer:
    """Where e-mail is handed over, how, and in whose name."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True)
class Mail:
    """One message for one person. `key` is the same at every try."""

    key: UUID
    to: str
    sender_name: str
    subject: str
    text: str
    html: str
    at: datetime


def parse(url: str) -> EmailServer:
    """Reads EMAIL_URL; raises BadAddress.

    smtp:// (port 25), smtp+tls:// (STARTTLS, 587) or smtps:// (TLS, 465), with `user:password@`
    and `?from=address`.
    """
    parts = address.split("EMAIL_URL", url, tuple(PORTS), EXAMPLE)
    host, user, password = parts.hostname or "", parts.username, parts.password
    if parts.path not in {"", "/"}:
        raise BadAddress(f"EMAIL_URL: sobra lo que sigue al servidor. Escríbela así: {EXAMPLE}")
    if (user is None) != (password is None) or user == "":
        raise BadAddress(f"EMAIL_URL: van usuario y clave, o ninguno. Escríbela así: {EXAMPLE}")
    if not address.decoded(f"{user}{password}").isascii():
        raise BadAddress(
            "EMAIL_URL: usuario y clave van sin tildes ni eñes: el correo no las admite"
        )
    if user and parts.scheme == "smtp" and not _is_this_machine(host):
        raise BadAddress(
            "EMAIL_URL: con smtp:// la clave viaja sin cifrar; usa smtp+tls:// o smtps://"
        )
    given = address.query_of(parts)
    if [name for name, _ in given] not in ([], ["from"]):
        raise BadAddress("EMAIL_URL: después de «?» solo va from=correo, una vez")
    sender = given[0][1] if given else _default_sender(address.decoded(user), host)
    if not _ADDRESS.fullmatch(sender):
        raise BadAddress("EMAIL_URL: lo que sigue a from= no es un correo")
    port = parts.port or PORTS[parts.scheme]
    return EmailServer(
        parts.scheme, host, port, address.decoded(user), address.decoded(password), sender
    )


def send(server: EmailServer, mail: Mail) -> None:
    """Hands the message over: returns once the server accepted it, else raises DeliveryFailed."""
    try:
        message = _message(server, mail)
    except (ValueError, MessageError):
        raise DeliveryFailed("El correo de la persona no está bien escrito.") from None
    try:
        connection = _connect(server)
        try:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message, server.sender, [mail.to])
        finally:
            # Once accepted, a failure while saying goodbye must not cause a second sending.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(_reason(error)) from None


def _connect(server: EmailServer) -> smtplib.SMTP:
    name = server.sender.rpartition("@")[2]  # our own name in EHLO: the machine's may be private
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=TIMEOUT_S, context=tls.verified()
        )
    connection = smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT_S)
    if server.scheme == "smtp+tls":
        try:
            connection.starttls(context=tls.verified())
        except BaseException:
            connection.close()
            raise
    return connection


def _message(server: EmailServer, mail: Mail) -> EmailMessage:
    if not _ADDRESS.fullmatch(mail.to):
        raise ValueError("not an e-mail address")
    message = EmailMessage()
    message["From"] = Address(mail.sender_name, addr_spec=server.sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.key}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday reply comes back
    message["Content-Language"] = "es-CO"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


def _reason(error: Exception) -> str:
    """What went wrong, in words that may be stored: no addresses, no long numbers."""
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    elif isinstance(error, smtplib.SMTPServerDisconnected):
        return "El servidor de correo cortó o no respondió a tiempo."
    elif isinstance(error, smtplib.SMTPException):
        return f"El servidor de correo no sirvió: {type(error).__name__}."
    elif isinstance(error, ssl.SSLCertVerificationError):
        return f"El certificado del servidor de correo no es de fiar: {error.verify_message}."
    else:
        return f"No hay conexión con el servidor de correo: {type(error).__name__}."
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"El servidor de correo respondió {code}: {_PRIVATE.sub('…', said)[:200]}"


def _default_sender(user: str, host: str) -> str:
    if _ADDRESS.fullmatch(user):
        return user
    return f"no-responder@{'localhost' if _is_number(host) else host}"


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
