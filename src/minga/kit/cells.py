"""Pure rules of the cells that several files have: codes, rates, amounts, numbers of accounts.

Each raises BadValue, with what to do, in Spanish.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

_CODE = re.compile(r"[A-Z0-9_-]{1,30}")
_RATE = re.compile(r"[0-9]{1,2}([.,][0-9]{1,4})?")
_PESOS = re.compile(r"[0-9]{1,14}")
_AMOUNT = re.compile(r"[0-9]{1,14}([.,][0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}([.][0-9]{3}){1,4}(,[0-9]{1,2})?")
_EITHER = re.compile(r"[0-9]{1,3}[.][0-9]{3}")
_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
_OWN_NUMBER = re.compile(r"(CDAT|META|CRE)-[0-9]{8}")
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


def money(text: str) -> Decimal:
    """Pesos with up to two decimals: «1234.50», «1234,50», «1.234.567,50»; nothing is zero."""
    bare = text.replace("$", "").replace("\u00a0", "").replace(" ", "") or "0"
    if _EITHER.fullmatch(bare):
        raise BadValue("No se sabe si el punto separa miles o decimales: escribe 1234 o 1234.00.")
    if _AMOUNT.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    if not _GROUPED.fullmatch(bare):
        raise BadValue("Escribe el valor en pesos, como 1234.50 o 1.234.567,50, sin signo.")
    return Decimal(bare.replace(".", "").replace(",", "."))


def positive(text: str) -> Decimal:
    """The same, more than zero."""
    found = money(text)
    if not found:
        raise BadValue("Escribe un valor mayor que cero.")
    return found


def account_number(text: str) -> str:
    """The number members know a product by: up to twenty letters, digits or hyphens."""
    if not _ACCOUNT_NUMBER.fullmatch(text):
        raise BadValue("Escribe el número con letras, dígitos o guiones, máximo veinte.")
    return text


def foreign_number(text: str) -> str:
    """The same, and not like the numbers that this office gives to what is opened in it."""
    if _OWN_NUMBER.fullmatch(text.upper()):
        raise BadValue("Así son los números que da Minga: escribe el del otro sistema.")
    return account_number(text)


def months(text: str) -> int:
    """How many months, up to twelve; nothing is zero."""
    if not re.fullmatch("[0-9]|1[0-2]", text or "0"):
        raise BadValue("Escribe cada cuántos meses, hasta 12.")
    return int(text or 0)


def some_months(text: str) -> int:
    """The same, from one on; nothing is one."""
    if text == "0":
        raise BadValue("Escribe cada cuántos meses, de 1 a 12.")
    return months(text) or 1


def days(text: str) -> int:
    """A number of days; nothing is zero."""
    if not re.fullmatch("[0-9]{1,5}", text or "0") or int(text or 0) > DAYS_MAX:
        raise BadValue("Escribe un número de días, por ejemplo 90.")
    return int(text or 0)


def optional[T](reader: Callable[[str], T]) -> Callable[[str], T | None]:
    """The same, or nothing."""
    return lambda text: reader(text) if text else None
