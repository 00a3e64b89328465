"""What a row of a file of products says of a living loan."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from minga.kit import cells
from minga.kit.cells import BadValue
from minga.kit.import_rows import Fault, read_cells
from minga.loans import line_cells
from minga.loans.arrears_category import Category
from minga.loans.plan import Method
from minga.members.product_rows import ProductRow

OWES_MORE = "Es más que lo que se prestó: revisa los dos valores."
ALL_PAID = "Son todas las cuotas, y debe: revisa las cuotas o el saldo."
FIRST_BEFORE = "Debe ser después del desembolso."
SET_ASIDE = "Es más que el capital que debe: revisa los dos valores."
MONTHLY_ONLY = "Solo lo lleva el que paga cada mes: déjala vacía."
LAST_DAY = 31
ONLY_WITH_PLAN = "Sin «cuotas», el plan viene en el cronograma: déjala vacía."


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """Amounts are pesos, rates fractions a year. `periods` is None when the plan comes in a file of
    its own; `mora` when it counts from each due date."""

    line: str
    principal: Decimal
    capital: Decimal
    rate_ea: Decimal
    mora_rate_ea: Decimal
    insurance_monthly: Decimal
    method: Method
    day_count: str
    every: int
    periods: int | None
    grace: int
    first_due: date | None
    pay_day: int | None
    paid: int
    interest: Decimal
    suspended: Decimal
    interest_paid: Decimal
    mora: Decimal | None
    days_late: int | None
    category: Category
    impairment: Decimal


def _method(text: str) -> Method:
    if (text or "CUOTA_FIJA").upper() not in line_cells.METHODS:
        raise BadValue(f"Escribe uno de estos: {', '.join(line_cells.METHODS)}.")
    return line_cells.METHODS[(text or "CUOTA_FIJA").upper()]


def _category(text: str) -> Category:
    if text.upper() not in Category.__members__:
        raise BadValue("Escribe la categoría: A, B, C, D o E.")
    return Category(text.upper())


def _pay_day(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_DAY:
        raise BadValue("Escribe el día del mes en que paga, de 1 a 31.")
    return int(text)


def _count(text: str) -> int:
    return line_cells.periods(text) if text not in {"", "0"} else 0


# The column, the field it fills, and how it is read.
FIELDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "linea": ("line", cells.code),
    "capital": ("principal", cells.positive),
    "saldo_capital": ("capital", cells.positive),
    "tasa_ea_pct": ("rate_ea", cells.rate),
    "tasa_mora_ea_pct": ("mora_rate_ea", cells.rate),
    "seguro_mensual_pct": ("insurance_monthly", line_cells.share),
    "metodo": ("method", _method),
    "base_dias": ("day_count", line_cells.day_count),
    "cada_meses": ("every", cells.some_months),
    "cuotas": ("periods", cells.optional(line_cells.periods)),
    "cuotas_gracia": ("grace", _count),
    "primera_cuota": ("first_due", cells.optional(cells.since)),
    "dia_pago": ("pay_day", cells.optional(_pay_day)),
    "cuotas_pagadas": ("paid", _count),
    "interes_causado": ("interest", cells.money),
    "interes_en_suspenso": ("suspended", cells.money),
    "interes_pagado": ("interest_paid", cells.money),
    "mora_por_pagar": ("mora", cells.optional(cells.money)),
    "dias_mora": ("days_late", cells.optional(cells.days)),
    "categoria": ("category", _category),
    "deterioro": ("impairment", cells.money),
}
COLUMNS = tuple(FIELDS)
READERS = {column: reader for column, (_, reader) in FIELDS.items()} | {
    "numero_cuenta": cells.foreign_number
}


def read_loan(row: ProductRow, given: Mapping[str, str]) -> LoanTerms | list[Fault]:
    """The terms of a loan, or what is wrong."""
    found, faults = read_cells(given, READERS)
    if faults:
        return faults
    terms = LoanTerms(**{field: found[column] for column, (field, _) in FIELDS.items()})
    return [Fault(column, given[column], advice) for column, advice in _unfit(row, terms)] or terms


def _unfit(row: ProductRow, terms: LoanTerms) -> Iterator[tuple[str, str]]:
    if terms.capital > terms.principal:
        yield "saldo_capital", OWES_MORE
    if terms.impairment > terms.capital:
        yield "deterioro", SET_ASIDE
    if terms.first_due is not None and terms.first_due <= row.opened_on:
        yield "primera_cuota", FIRST_BEFORE
    if terms.pay_day is not None and terms.every != 1:
        yield "dia_pago", MONTHLY_ONLY
    if terms.periods is not None and terms.paid >= terms.periods:
        yield "cuotas_pagadas", ALL_PAID
    if terms.periods is None:
        told = {
            "cuotas_gracia": terms.grace, "primera_cuota": terms.first_due,
            "cuotas_pagadas": terms.paid, "dia_pago": terms.pay_day,
        }  # fmt: skip
        yield from ((column, ONLY_WITH_PLAN) for column, value in told.items() if value)
