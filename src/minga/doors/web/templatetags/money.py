"""How amounts, dates and account numbers are written for people in Colombia."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from minga.kit.clock import BOGOTA
from minga.kit.money import Money

register = template.Library()
MINUS = "\u2212"
SPACE = "\u00a0"  # an amount never breaks over two lines
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


@register.filter
def cop(value: Money) -> str:
    """«$ 1.284.530»; centavos only when they are not zero; negatives with a real minus."""
    return (MINUS if value.amount < 0 else "") + _positive(abs(value.amount))


@register.filter
def signed_cop(value: Money) -> str:
    """«+ $ 1.420.000» or «− $ 80.000»."""
    sign = MINUS if value.amount < 0 else "+"
    return sign + SPACE + _positive(abs(value.amount))


def _positive(amount: Decimal) -> str:
    whole, cents = f"{amount:,.2f}".split(".")
    tail = "" if cents == "00" else f",{cents}"
    return f"${SPACE}{whole.replace(',', '.')}{tail}"


@register.filter
def day_long(value: date) -> str:
    """«22 de noviembre de 2026»."""
    day = _day(value)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


@register.filter
def day_short(value: date) -> str:
    """«22 nov 2026»."""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


@register.filter
def month_long(value: date) -> str:
    """«noviembre de 2026»."""
    return f"{MONTHS[value.month - 1]} de {value.year}"


@register.filter
def hour(value: datetime) -> str:
    """«10:42 a. m.»."""
    local = value.astimezone(BOGOTA)
    half = "a." if local.hour < 12 else "p."
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02}{SPACE}{half}{SPACE}m."


def masked(tail: str) -> str:
    """The end of an account number behind two dots: «··4821»."""
    return "··" + tail


def _day(value: date) -> date:
    return value.astimezone(BOGOTA).date() if isinstance(value, datetime) else value
