"""Pure rules of the cells in files that say what a cooperative offers: plans and lines.

Each raises BadValue, with what to do, in Spanish.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

_CODE = re.compile(r"[A-Z0-9_-]{1,30}")
_RATE = re.compile(r"[0-9]{1,2}([.,][0-9]{1,4})?")
_PESOS = re.compile(r"[0-9]{1,14}")
DAYS_MAX = 36_500


class BadValue(ValueError):
    """The text is not what the field wants; the message says what to write instead, in Spanish."""


def code(text: str) -> str:
    """Up to thirty capital letters, digits, hyphens or underscores."""
    if not _CODE.fullmatch(text.upper()):
        raise BadValue("Escribe un código corto con letras, dígitos o guiones, sin espacios.")
    return text.upper()


def name(text: str) -> str:
    """How members read it."""
    if not 3 <= len(text) <= 60:
        raise BadValue("Escribe el nombre como lo leen los asociados, de 3 a 60 letras.")
    return text


def source(text: str) -> str:
    """Who decided it and where it is written."""
    if len(text) < 3:
        raise BadValue("Escribe quién lo decidió y dónde está: por ejemplo, el acta y su fecha.")
    return text


def since(text: str) -> date:
    """A day, which may be still to come."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadValue("Escribe el día como AAAA-MM-DD, por ejemplo 2026-01-31.") from error


def rate(text: str) -> Decimal:
    """Per cent, as a fraction: «8,75» is 0.0875."""
    if not _RATE.fullmatch(text):
        raise BadValue("Escribe la tasa efectiva anual en porcentaje, por ejemplo 8,75.")
    return Decimal(text.replace(",", ".")) / 100


def pesos(text: str) -> Decimal:
    """Whole pesos; nothing is zero."""
    if not _PESOS.fullmatch(text or "0"):
        raise BadValue("Escribe el valor en pesos, solo dígitos, por ejemplo 500000.")
    return Decimal(text or 0)


def days(text: str) -> int:
    """A number of days; nothing is zero."""
    if not re.fullmatch("[0-9]{1,5}", text or "0") or int(text or 0) > DAYS_MAX:
        raise BadValue("Escribe un número de días, por ejemplo 90.")
    return int(text or 0)


def optional[T](reader: Callable[[str], T]) -> Callable[[str], T | None]:
    """The same, or nothing."""
    return lambda text: reader(text) if text else None
