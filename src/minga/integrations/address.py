"""Reading the address of an outside party from the environment, strictly."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9a-fA-F:.]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")


class BadAddress(ValueError):
    """An address in the environment cannot be used; the text says what to write, no secrets."""


def split(variable: str, url: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    """The parts of the address; raises BadAddress for what is not plainly one of `schemes`."""

    def bad(what: str) -> BadAddress:
        return BadAddress(f"{variable}: {what}. Escríbela así: {example}")

    # The library drops tabs and line breaks in silence: a pasted address would change its meaning.
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        raise bad("la dirección tiene espacios o saltos de línea")
    if _BAD_ESCAPE.search(url):
        raise bad("hay un «%» suelto; en la clave se escribe %25")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise bad("el servidor o el puerto no se entienden") from None
    if parts.scheme not in schemes:
        raise bad(f"debe empezar por {' o '.join(f'{scheme}://' for scheme in schemes)}")
    if not _HOST.fullmatch(host):
        raise bad("falta el nombre del servidor, o no se entiende")
    if port == 0:
        raise bad("el puerto va de 1 a 65535")
    if parts.fragment or "#" in url:
        raise bad("hay un «#»; en la clave se escribe %23")
    return parts


def decoded(part: str | None) -> str:
    """A user, password or token without its percent signs."""
    return unquote(part or "")


def query_of(parts: SplitResult) -> list[tuple[str, str]]:
    """The pairs after «?», in order. A plus sign stays one: addresses have them."""
    pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
    return [(unquote(name), unquote(value)) for name, _, value in pairs]
