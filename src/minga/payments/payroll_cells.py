"""Pure rules of the cells of a file of what was taken from wages. Each raises BadValue."""

import re
from datetime import date
from decimal import Decimal

from minga.kit import cells
from minga.kit.cells import BadValue

MONTHS_AWAY = 3
REFERENCE_MAX = 40
FAR_DAY = f"Escribe un día hasta hoy, de los últimos {MONTHS_AWAY} meses."
FAR = f"Escribe un mes cercano: a {MONTHS_AWAY} meses o menos de hoy."


def loan_number(text: str) -> str:
    """As the list of the month has it."""
    return cells.account_number(text).upper()


def month(text: str) -> date:
    """Its first day."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise BadValue("Escribe el mes como AAAA-MM, por ejemplo 2026-11.") from error


def is_near(month: date, today: date) -> bool:
    """Whether the month is one that somebody may be paid in about now."""
    away = (month.year - today.year) * 12 + month.month - today.month
    return abs(away) <= MONTHS_AWAY


def amount(text: str) -> Decimal:
    """Pesos above zero, with centavos if there are any."""
    return cells.positive(text)


def reference(text: str) -> str:
    """What tells this payment from every other of its loan and month."""
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z ._/-]*", text) or len(text) > REFERENCE_MAX:
        raise BadValue(f"Escribe una referencia de letras y dígitos, máximo {REFERENCE_MAX}.")
    return text


def day_taken(text: str) -> date | None:
    """When it was taken from wages, if the file says so."""
    return cells.optional(cells.since)(text)


def is_recent(day: date, today: date) -> bool:
    """Whether wages of about now may have been paid on that day."""
    return day <= today and is_near(day, today)
