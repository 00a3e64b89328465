"""Text messages through an HTTP gateway."""

import http.client
import json
import re
import ssl
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from minga.integrations import address, tls
from minga.integrations.address import BadAddress
from minga.kit.outbox import DeliveryFailed

TIMEOUT_S = 10
EXAMPLE = "https://ficha@sms.ejemplo.co/enviar"
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class SmsGateway:
    """Where text messages are handed over."""

    secure: bool
    host: str
    port: int
    path: str
    token: str = field(repr=False)


def parse(url: str) -> SmsGateway:
    """Reads SMS_URL; raises BadAddress. The bearer token: `https://token@host` or `?token=`."""
    parts = address.split("SMS_URL", url, ("https", "http"), EXAMPLE)
    if parts.password is not None:
        raise BadAddress(f"SMS_URL: va una ficha, sin usuario y clave. Escríbela así: {EXAMPLE}")
    given = address.query_of(parts)
    tokens = [value for name, value in given if name == "token"]
    if parts.username is not None:
        tokens.append(address.decoded(parts.username))
    if len(tokens) > 1:
        raise BadAddress("SMS_URL: la ficha va una sola vez")
    if tokens and not _TOKEN.fullmatch(tokens[0]):
        raise BadAddress("SMS_URL: la ficha está vacía o tiene letras que no se pueden enviar")
    rest = "&".join(f"{quote(name)}={quote(value)}" for name, value in given if name != "token")
    secure = parts.scheme == "https"
    return SmsGateway(
        secure,
        parts.hostname or "",
        parts.port or (443 if secure else 80),
        quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{rest}" if rest else ""),
        tokens[0] if tokens else "",
    )


def send(gateway: SmsGateway, *, to: str, text: str, key: UUID) -> None:
    """Hands the message over. 2xx is accepted; all else, redirects too, raises DeliveryFailed."""
    if not _NUMBER.fullmatch(to):
        raise DeliveryFailed("El celular de la persona no está bien escrito.")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "User-Agent": "Minga",
        "Idempotency-Key": str(key),
    }
    if gateway.token:
        headers["Authorization"] = f"Bearer {gateway.token}"
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    connection = _connection(gateway)
    try:
        connection.request("POST", gateway.path, body, headers)
        status = connection.getresponse().status
    except ssl.SSLCertVerificationError as error:
        reason = f"El certificado de la pasarela de SMS no es de fiar: {error.verify_message}."
        raise DeliveryFailed(reason) from None
    except (OSError, http.client.HTTPException) as error:
        reason = f"No hay conexión con la pasarela de SMS: {type(error).__name__}."
        raise DeliveryFailed(reason) from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise DeliveryFailed(f"La pasarela de SMS respondió {status}.")


def _connection(gateway: SmsGateway) -> http.client.HTTPConnection:
    if gateway.secure:
        return http.client.HTTPSConnection(
            gateway.host, gateway.port, timeout=TIMEOUT_S, context=tls.verified()
        )
    return http.client.HTTPConnection(gateway.host, gateway.port, timeout=TIMEOUT_S)
