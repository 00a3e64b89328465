"""`minga quote loan`: the schedule of a loan."""

import argparse
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from minga.doors.cli import quote_words as words
from minga.doors.cli.quote_words import BadQuote, pesos
from minga.kit import clock
from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.kit.rates import over_years
from minga.loans.due_dates import (
    Frequency,
    Unit,
    due_dates,
    guessed_frequency,
    in_order,
)
from minga.loans.period_rates import (
    EQUAL_PERIODS,
    PERIODS_PER_YEAR,
    Effective,
    Nominal,
    PeriodCount,
    YearlyRate,
)
from minga.loans.plan import Method, Terms, plan
from minga.loans.rounding import CENTAVOS, PESOS
from minga.loans.schedule import Schedule

DESCRIPTION = (
    "Plan de pagos de un crédito. Las tasas van como fracción (0.18 es 18 %). Con 30/360 un mes "
    "es 30 de 360 días, los días sueltos cuentan por su parte del mes y dos fechas al mes (el 15 y "
    "el 31) son medio mes cada una. Con --rounding 0 las cuotas van en pesos y la última recoge la "
    "diferencia; con --rounding 2 van en centavos y la diferencia de la última se reparte, si así "
    "queda menor."
)
ROUNDINGS = {0: PESOS, 2: CENTAVOS}
COUNTS: dict[str, PeriodCount] = {str(one): one for one in DayCount} | {
    EQUAL_PERIODS: EQUAL_PERIODS
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The terms of the loan."""
    add = parser.add_argument
    add("--principal", type=words.amount, required=True, metavar="P", help="capital prestado")
    add("--ea", type=words.rate, metavar="R", help="tasa efectiva anual (E.A.)")
    add("--nominal", type=words.rate, metavar="R", help="tasa nominal anual vencida")
    add("--periods", type=words.whole, metavar="N", help="cuántas cuotas, las de gracia incluidas")
    add("--every", type=words.whole, metavar="K", help="una cuota cada K meses (1)")
    add("--unit", choices=[one.value for one in Unit], help="qué cuenta --every (months)")
    add("--start", type=words.day, metavar="D", help="desembolso, AAAA-MM-DD (hoy)")
    add("--first-due", type=words.day, metavar="D", help="primer vencimiento, si no es el regular")
    add("--dates", type=words.days, metavar="D0,D1,…", help="desembolso y todos los vencimientos")
    add("--day-count", choices=[*COUNTS], default="30/360", help="cómo se cuentan los días")
    add("--method", choices=[one.value for one in Method], default=Method.FRENCH.value,
        help="cuota fija (french), abono constante a capital o capital al vencimiento")  # fmt: skip
    add("--grace", type=words.whole, default=0, metavar="N",
        help="primeras cuotas que pagan interés y no capital (0)")  # fmt: skip
    add("--rounding", type=words.whole, choices=[0, 2], default=0, help="decimales (0)")


def quote(arguments: argparse.Namespace) -> tuple[Mapping[str, object], str]:
    """The schedule for a machine and for a person. Raises Refusal."""
    terms = _terms(arguments)
    schedule = plan(terms)
    return _machine(schedule, arguments.rounding), _human(schedule, terms)


def _terms(given: argparse.Namespace) -> Terms:
    frequency = _frequency(given)
    return Terms(
        principal=given.principal,
        rate=_rate(given),
        dates=_explicit_dates(given) if given.dates else _regular_dates(given, frequency),
        frequency=frequency,
        count=COUNTS[given.day_count],
        method=Method(given.method),
        grace=given.grace,
        rounding=ROUNDINGS[given.rounding],
        period_start=given.dates[0] if given.dates else None,
    )


def _frequency(given: argparse.Namespace) -> Frequency:
    if given.dates and not given.unit and given.every is None:
        return guessed_frequency(given.dates)
    return Frequency(1 if given.every is None else given.every, Unit(given.unit or Unit.MONTHS))


def _rate(given: argparse.Namespace) -> YearlyRate:
    if (given.ea is None) == (given.nominal is None):
        raise BadQuote(said="da una tasa: --ea (efectiva anual) o --nominal (nominal anual).")
    return Nominal(given.nominal) if given.ea is None else Effective(given.ea)


def _explicit_dates(given: argparse.Namespace) -> tuple[date, ...]:
    if given.first_due:
        raise BadQuote(said="con --dates no va --first-due: el primer vencimiento es D1.")
    dates = in_order(given.dates)
    if given.periods not in {None, len(dates) - 1}:
        raise BadQuote(
            said=f"--dates trae {len(dates) - 1} vencimientos y --periods dice {given.periods}: "
            "da el desembolso y después un vencimiento por cuota."
        )
    if given.start and not dates[0] <= given.start < dates[1]:
        raise BadQuote(said="--start debe estar entre D0 y el primer vencimiento de --dates.")
    return (given.start or dates[0], *dates[1:])


def _regular_dates(given: argparse.Namespace, frequency: Frequency) -> tuple[date, ...]:
    if given.periods is None:
        raise BadQuote(said="di cuántas cuotas son con --periods, o sus fechas con --dates.")
    return due_dates(
        start=given.start or clock.business_date(clock.now()),
        periods=given.periods,
        frequency=frequency,
        first_due=given.first_due,
    )


def _machine(schedule: Schedule, decimals: int) -> Mapping[str, object]:
    def plain(value: Money) -> str:
        return f"{value.amount:.{decimals}f}"

    return {
        "instalments": [
            {
                "n": row.n,
                "due_date": row.due_date.isoformat(),
                "instalment": plain(row.instalment),
                "principal": plain(row.principal),
                "interest": plain(row.interest),
                "balance": plain(row.balance),
            }
            for row in schedule.instalments
        ],
        "total_interest": plain(schedule.total_interest),
    }


def _human(schedule: Schedule, terms: Terms) -> str:
    lines = [("Cuota", "Vence", "Valor", "Capital", "Interés", "Saldo")]
    lines += [
        (
            str(row.n), row.due_date.strftime("%d/%m/%Y"), pesos(row.instalment),
            pesos(row.principal), pesos(row.interest), pesos(row.balance),
        )
        for row in schedule.instalments
    ]  # fmt: skip
    return "\n".join([
        f"Crédito de {pesos(terms.principal)} al {words.percent(_effective(terms))} E.A.",
        words.table(lines),
        f"Intereses: {pesos(schedule.total_interest)}. Total a pagar: {pesos(schedule.total)}.",
    ])  # fmt: skip


def _effective(terms: Terms) -> Decimal:
    if isinstance(terms.rate, Effective):
        return terms.rate.rate
    years = Fraction(terms.frequency.every, PERIODS_PER_YEAR[terms.frequency.unit])
    return over_years(terms.rate.over(years), Decimal(years.denominator) / years.numerator)
