"""What a row of a file of products says of an open CDAT, and whether it can be so."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from minga.kit import cells
from minga.kit.calendar import COLOMBIA
from minga.kit.cells import BadValue
from minga.kit.day_count import DayCount, year_fraction
from minga.kit.import_rows import Fault, read_cells
from minga.kit.money import Money
from minga.members.product_rows import ProductRow
from minga.savings import plan_cells
from minga.savings.brought_accounts import MORE_WITHHELD
from minga.savings.models import MaturityInstruction
from minga.savings.term_interest import interest
from minga.savings.term_schedule import pay_days

DAY = timedelta(days=1)
PESO = Decimal(1)  # another system may round otherwise
MONTH_DAYS = 30
INSTRUCTIONS = {
    "PAGAR": MaturityInstruction.REDEEM,
    "RENOVAR_CAPITAL": MaturityInstruction.RENEW_CAPITAL,
    "RENOVAR_TODO": MaturityInstruction.RENEW_ALL,
}
MATURES_BEFORE = "Vence antes de abrirse: revisa las dos fechas."
MATURED = "Venció antes del corte: trae el que siguió, o quita la fila."
OTHER_DAYS = "Entre la apertura y el vencimiento hay {days} días de calendario: revisa las fechas."
SEE = "Mira «CDAT con meses de 30 días» en docs/import.md."
BY_CALENDAR = f"Un CDAT gana por días de calendario: escribe 360 o 365. {SEE}"
MONTHS_OF_30 = "Son {told} días en meses de 30; aquí cuentan los {days} de calendario. " + SEE
DOES_NOT_FIT = "En ese plazo no caben pagos cada {months} meses: revisa los dos."
TOO_MUCH = "Con su capital y su tasa puede haber ganado hasta {most}: revisa el valor o el corte."
NOTHING_PAID = "Hasta el corte no ha tenido ningún pago de intereses: déjala vacía."
NOT_TOLD = "Escribe los intereses que ya se le pagaron, sin quitarles la retención."


@dataclass(frozen=True, slots=True)
class DepositTerms:
    """What the deposit is. `settled`: its interest is paid up to the day before."""

    plan: str
    capital: Decimal
    matures_on: date
    rate_ea: Decimal
    base: int
    every: int
    settled: date
    accrued: Decimal
    withheld: Decimal
    paid: Decimal
    paid_withheld: Decimal
    instruction: MaturityInstruction | None
    pays_to: str


def _instruction(text: str) -> MaturityInstruction | None:
    if text and text.upper() not in INSTRUCTIONS:
        raise BadValue(f"Escribe uno de estos, o nada: {', '.join(INSTRUCTIONS)}.")
    return INSTRUCTIONS.get(text.upper())


def _base(text: str) -> int:
    if text == DayCount.THIRTY_360:
        raise BadValue(BY_CALENDAR)
    return plan_cells.base(text)


READERS: dict[str, Callable[[str], Any]] = {
    "numero_cuenta": cells.foreign_number, "plan": cells.code, "capital": cells.positive,
    "fecha_vencimiento": cells.since, "plazo_dias": cells.days, "tasa_ea_pct": cells.rate,
    "base_dias": _base, "cada_meses": cells.months, "interes_causado": cells.money,
    "retencion_causada": cells.money, "interes_pagado": cells.money,
    "retencion_pagada": cells.money, "al_vencer": _instruction,
    "cuenta_destino": cells.account_number,
}  # fmt: skip
COLUMNS = tuple(name for name in READERS if name != "numero_cuenta")


def read_deposit(row: ProductRow, given: Mapping[str, str]) -> DepositTerms | list[Fault]:
    found, faults = read_cells(given, READERS)
    if faults:
        return faults
    terms = DepositTerms(
        found["plan"], found["capital"], found["fecha_vencimiento"], found["tasa_ea_pct"],
        found["base_dias"], found["cada_meses"],
        settled_until(
            row.opened_on, found["fecha_vencimiento"], found["cada_meses"], row.brought_on
        ),
        found["interes_causado"], found["retencion_causada"], found["interes_pagado"],
        found["retencion_pagada"], found["al_vencer"], found["cuenta_destino"],
    )  # fmt: skip
    wrong = dict(_wrong_dates(row, terms, found["plazo_dias"])) or dict(_wrong_sums(row, terms))
    return [Fault(column, given[column], advice) for column, advice in wrong.items()] or terms


def settled_until(opened_on: date, matures_on: date, every: int, cut_over: date) -> date:
    """The last day on which interest was paid, as its contract says; the opening without one."""
    days = (day for day in pay_days(opened_on, matures_on, every) if day < matures_on)
    return max((day for day in days if day <= cut_over), default=opened_on)


def most_earned(terms: DepositTerms, since: date, until: date) -> Decimal:
    """What those days can have earned, `until` not included."""
    days = (min(until, terms.matures_on) - since).days
    if days <= 0:
        return Decimal(0)
    found = interest(
        Money(terms.capital), effective_annual=terms.rate_ea, days=days, base=terms.base
    )
    return found.amount


def _wrong_dates(row: ProductRow, terms: DepositTerms, told: int) -> Iterator[tuple[str, str]]:
    days = (terms.matures_on - row.opened_on).days
    if days <= 0:
        yield "fecha_vencimiento", MATURES_BEFORE
    elif COLOMBIA.business_day_from(terms.matures_on) <= row.brought_on:
        yield "fecha_vencimiento", MATURED
    if days > 0 and told not in {0, days}:
        by_months = 360 * year_fraction(row.opened_on, terms.matures_on, DayCount.THIRTY_360)
        words = MONTHS_OF_30 if told == by_months else OTHER_DAYS
        yield "plazo_dias", words.format(told=told, days=days)
    if terms.every and terms.every * MONTH_DAYS >= days > 0:
        yield "cada_meses", DOES_NOT_FIT.format(months=terms.every)


def _wrong_sums(row: ProductRow, terms: DepositTerms) -> Iterator[tuple[str, str]]:
    most = most_earned(terms, terms.settled, row.brought_on + DAY)
    if terms.accrued > most + PESO:
        yield "interes_causado", TOO_MUCH.format(most=f"{most:f}")
    if terms.withheld > terms.accrued:
        yield "retencion_causada", MORE_WITHHELD
    if terms.settled == row.opened_on:
        if terms.paid:
            yield "interes_pagado", NOTHING_PAID
    elif not terms.paid and terms.rate_ea:
        yield "interes_pagado", NOT_TOLD
    else:
        paid_most = most_earned(terms, row.opened_on, terms.settled)
        if terms.paid > paid_most + PESO:
            yield "interes_pagado", TOO_MUCH.format(most=f"{paid_most:f}")
    if terms.paid_withheld > terms.paid:
        yield "retencion_pagada", MORE_WITHHELD
