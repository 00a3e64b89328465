"""What to do about each thing that can be wrong with a movement, in Spanish."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from minga.kit.cells import BadValue
from minga.kit.import_report import Problem
from minga.members import rules as member_rules

_MACHINE = "La columna usa punto decimal y nada para los miles: escribe como 1234.50."
_COLOMBIAN = "La columna usa punto para los miles y coma decimal: escribe como 1.234,50."
_CELLS = {
    "unknown_number": "Ningún producto tiene este número: trae primero el archivo de productos.",
    "no_description": "Escribe qué fue el movimiento: el asociado lo va a leer.",
    "bad_text": "Escríbelo en una sola línea, sin tabuladores: descripción de 200 caracteres como "
    "máximo, referencia de 80.",
    "bad_kind": "Escribe C si entra plata a la cuenta o D si sale.",
    "ambiguous_amount": "No se sabe si el punto separa miles o decimales: "
    "escribe 1234 o 1234.00 en toda la columna.",
    "bad_amount_machine": _MACHINE,
    "bad_amount_colombian": _COLOMBIAN,
    "bad_amount_unknown": "Escribe solo el número, como 1234.50 o 1.234,50.",
    "zero_amount": "El valor debe ser mayor que cero: si sale plata, usa el tipo D.",
}


class _Told(NamedTuple):
    """A row of sql/told.sql."""

    line: int
    field: str | None
    value: str | None
    code: str
    balance: Decimal | None
    because: int | None
    numero_cuenta: str
    fecha: str
    descripcion: str
    tipo: str
    valor: str
    saldo: str
    referencia: str


def problem_of(told: Sequence[object], today: date) -> Problem:
    """One problem, ready to be shown."""
    found = _Told(*told)  # type: ignore[arg-type]
    row = found[6:]
    if found.field is None:
        column, value, advice = _BOOKS[found.code](found)
        return Problem(found.line, column, value, advice, row)
    value = found.value or ""
    if found.code == "bad_day":
        return Problem(found.line, found.field, value, _day_advice(value, today), row)
    return Problem(found.line, found.field, value, _CELLS[found.code], row)


def _day_advice(value: str, today: date) -> str:
    try:
        member_rules.day(value, today)
    except BadValue as bad:
        return str(bad)
    raise AssertionError(f"{value} is a good day")


def pesos(amount: Decimal) -> str:
    """«$ 1.234,50», as people in Colombia write it."""
    whole, cents = f"{abs(amount):,.2f}".split(".")
    tail = "" if cents == "00" else f",{cents}"
    return f"{'-' if amount < 0 else ''}$ {whole.replace(',', '.')}{tail}"


def _differs(told: _Told) -> tuple[str, str, str]:
    return (
        "saldo", told.saldo,
        f"Con los movimientos anteriores el saldo da {pesos(told.balance or Decimal(0))}: revisa "
        "el valor y el tipo, o agrega el movimiento que falta antes (como el saldo inicial).",
    )  # fmt: skip


def _overdrawn(told: _Told) -> tuple[str, str, str]:
    return (
        "valor", told.valor,
        f"La cuenta quedaría en {pesos(told.balance or Decimal(0))}: revisa el valor y el tipo, o "
        "agrega el movimiento que falta antes (como el saldo inicial).",
    )  # fmt: skip


def _depends(told: _Told) -> tuple[str, str, str]:
    advice = f"Depende de la línea {told.because}, que tiene un error: corrige esa primero."
    return ("saldo", told.saldo, advice) if told.saldo else ("valor", told.valor, advice)


_BOOKS: dict[str, Callable[[_Told], tuple[str, str, str]]] = {
    "balance_differs": _differs,
    "insufficient_funds": _overdrawn,
    "after_refused": _depends,
    "closed_account": lambda told: (
        "numero_cuenta", told.numero_cuenta, "La cuenta está cerrada: quita el movimiento.",
    ),
    "after_cut_over": lambda told: (
        "fecha", told.fecha,
        "Es después del corte de su producto: desde entonces los movimientos nacen aquí. Quítala.",
    ),
    "ends_elsewhere": lambda told: (
        "valor", told.valor,
        f"Los movimientos terminan en {pesos(told.balance or Decimal(0))}, y no en el saldo con "
        "que entró el producto: revisa los valores o agrega los que faltan.",
    ),
    "key_reused": lambda told: (
        "referencia", told.referencia,
        "Esta referencia ya está registrada en la cuenta con otros datos: corrige los datos, "
        "o la referencia si es otro movimiento.",
    ),
    "repeated": lambda told: (
        "referencia", told.referencia,
        f"Es igual a la línea {told.because}: deja una sola.",
    ),
    "reference_repeated": lambda told: (
        "referencia", told.referencia,
        f"La línea {told.because} usa esta referencia con otros datos: cada movimiento de una "
        "cuenta lleva la suya.",
    ),
}  # fmt: skip
