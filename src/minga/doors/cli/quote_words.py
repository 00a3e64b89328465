"""How quotes read what is typed, and how they say what they refuse."""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from minga.kit.money import Money, NotMoney
from minga.kit.precise import NotExact, exact
from minga.kit.refusal import Refusal

# «10.000» is ten thousand in Colombia and ten for a machine: nobody guesses with money.
_AMBIGUOUS = re.compile(r"-?\d{1,3}\.\d{3}")

_SAID = {
    "principal_not_positive": "el capital debe ser mayor que cero y, con --rounding 0, sin "
    "centavos.",
    "deposit_not_positive": "el capital debe ser mayor que cero.",
    "periods_out_of_range": "las cuotas van de 1 a 1200.",
    "grace_too_long": "--grace va de 0 a una menos que las cuotas: alguna debe pagar capital.",
    "dates_out_of_order": "cada fecha debe ser posterior a la anterior: primero el desembolso, "
    "luego los vencimientos.",
    "frequency_out_of_range": "--every va de 1 a 366.",
    "rate_out_of_range": "la tasa va de 0 a 10, como fracción: 0.18 es 18 %.",
    "day_out_of_range": "el plazo se sale del calendario: usa menos cuotas o fechas más cercanas.",
    "term_out_of_range": "--days va de 1 a 36600.",
    "missing_parameter": "falta el valor legal «{key}» para el {on}; dalo con --retention-rate o "
    "--daily-threshold, o elige otra fecha con --on.",
}


class BadQuote(Refusal):
    """Options that contradict each other; `said` is what to do, in Spanish."""

    code = "bad_quote"


def said(refusal: Refusal) -> str:
    """The refusal in plain words."""
    if isinstance(refusal, BadQuote):
        return str(refusal.details["said"])
    return _SAID.get(refusal.code, "revisa los datos.").format(**refusal.details)


def amount(text: str) -> Money:
    """«10000000», «192.22» or «$ 10.000.000»; what can be read in two ways is refused."""
    try:
        if _AMBIGUOUS.fullmatch(text):
            raise NotMoney(text)
        return Money.of(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else Money.typed(text)
    except NotMoney as error:
        message = f"escribe {text!r} sin puntos de miles, por ejemplo 10000000 o 192.22"
        raise argparse.ArgumentTypeError(message) from error


def rate(text: str) -> Decimal:
    """A fraction, with a point or a comma: 0.18 is 18 %."""
    try:
        found = exact(text.replace(",", "."))
    except NotExact as error:
        message = f"escribe {text!r} como fracción: 0.18 es 18 %"
        raise argparse.ArgumentTypeError(message) from error
    if not 0 <= found <= 10:
        raise argparse.ArgumentTypeError("la tasa va de 0 a 10, como fracción: 0.18 es 18 %")
    return found


def share(text: str) -> Decimal:
    """What is withheld of something: never more than all of it."""
    found = rate(text)
    if found > 1:
        raise argparse.ArgumentTypeError("la retención va de 0 a 1, como fracción: 0.04 es 4 %")
    return found


def daily_amount(text: str) -> Decimal:
    """Pesos a day, with any decimals, written with a point: 2880.570."""
    try:
        found = exact(text)
    except NotExact as error:
        raise argparse.ArgumentTypeError(f"escribe {text!r} como 2880.57") from error
    if found < 0:
        raise argparse.ArgumentTypeError("el interés diario no puede ser menor que cero")
    return found


def day(text: str) -> date:
    """An ISO date."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        message = f"escribe {text!r} como AAAA-MM-DD, por ejemplo 2026-01-31"
        raise argparse.ArgumentTypeError(message) from error


def days(text: str) -> tuple[date, ...]:
    """ISO dates separated by commas."""
    return tuple(day(one) for one in text.split(","))


def whole(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"-?\d{1,6}", text):
        raise argparse.ArgumentTypeError(f"escribe {text!r} como un número entero")
    return int(text)


def pesos(value: Money) -> str:
    """«$ 1.284.530», centavos only when they are not zero."""
    units, cents = f"{abs(value).amount:,.2f}".split(".")
    sign = "-" if value.amount < 0 else ""
    tail = "" if cents == "00" else f",{cents}"
    return f"{sign}$ {units.replace(',', '.')}{tail}"


def percent(value: Decimal) -> str:
    """«18,50 %»."""
    return f"{value * 100:.2f} %".replace(".", ",")


def table(lines: Sequence[tuple[str, ...]]) -> str:
    """Columns aligned to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
