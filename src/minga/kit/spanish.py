"""How amounts, rates and dates are written for people in Colombia, on pages and on paper."""

from datetime import date, datetime
from decimal import Decimal

from minga.kit.clock import BOGOTA
from minga.kit.money import Money

MINUS = "\u2212"
SPACE = "\u00a0"  # an amount never breaks over two lines
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def cop(value: Money) -> str:
    """«$ 1.284.530»; centavos only when they are not zero; negatives with a real minus."""
    return (MINUS if value.amount < 0 else "") + _positive(abs(value.amount))


def signed_cop(value: Money) -> str:
    """«+ $ 1.420.000» or «− $ 80.000»."""
    sign = MINUS if value.amount < 0 else "+"
    return sign + SPACE + _positive(abs(value.amount))


def _positive(amount: Decimal) -> str:
    whole, cents = f"{amount:,.2f}".split(".")
    tail = "" if cents == "00" else f",{cents}"
    return f"${SPACE}{whole.replace(',', '.')}{tail}"


def percent(rate: Decimal) -> str:
    """«19,5 %», with as many decimals as it has and no more than four."""
    written = f"{rate * 100:.4f}".rstrip("0").rstrip(".")
    return f"{written.replace('.', ',')}{SPACE}%"


def day_long(value: date) -> str:
    """«22 de noviembre de 2026»."""
    day = _day(value)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def day_short(value: date) -> str:
    """«22 nov 2026»."""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_long(value: date) -> str:
    """«noviembre de 2026»."""
    return f"{MONTHS[value.month - 1]} de {value.year}"


def hour(value: datetime) -> str:
    """«10:42 a. m.»."""
    local = value.astimezone(BOGOTA)
    half = "a." if local.hour < 12 else "p."
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02}{SPACE}{half}{SPACE}m."


def identity(number: str) -> str:
    """«1.020.345.678»; a number with letters stays as it is."""
    return f"{int(number):,}".replace(",", ".") if number.isdecimal() else number


def _day(value: date) -> date:
    return value.astimezone(BOGOTA).date() if isinstance(value, datetime) else value
