"""`minga day`: closing business days."""

import argparse
import sys
import time
from collections.abc import Mapping
from datetime import date, timedelta

from minga.doors.cli.office import database_ready
from minga.kit import clock

STEP_WORDS = {
    "savings.interest": "Intereses de ahorros",
    "savings.term": "CDAT",
    "savings.aportes": "Aportes mínimos no reducibles",
    "savings.inactivity": "Cuentas inactivas",
    "savings.reminders": "Avisos de CDAT por vencer",
    "payments.fees": "Cuotas de manejo y por inactividad",
    "payments.goals": "Metas de ahorro",
    "loans.categories": "Categorías de cartera",
    "loans.collection": "Gastos de cobranza",
    "loans.interest": "Intereses de cartera",
    "loans.impairment": "Deterioro de cartera",
    "loans.offers": "Ofertas de crédito sin firmar",
    "loans.reminders": "Avisos de cuotas",
}


VALUE_WORDS = {"missing": "sin escribir: «minga savings irreducible»"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`close`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    close = kinds.add_parser(
        "close", help="cierra el día: intereses, vencimientos, cartera; repetirlo no cambia nada"
    )
    close.add_argument(
        "--date", type=date.fromisoformat, metavar="AAAA-MM-DD",
        help="hasta ese día, con los que falten antes (ayer)",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """1 when the day cannot be closed yet or a legal value is missing."""
    with database_ready():
        return close(arguments.date)


def close(day: date | None) -> int:
    """Closes what is pending up to the day and prints what each step counted."""
    from django.conf import settings

    from minga.day_close.close_day import DayLeftBehind, DayNotOver, close_through
    from minga.kit.parameters import MissingParameter

    at = clock.now()
    today = clock.business_date(at)
    through = day or today - timedelta(days=1)
    # In the demo nobody has to wait for a CDAT to mature: days to come may be closed too.
    limit = max(today, through + timedelta(days=1)) if settings.DEMO else today
    started = time.monotonic()
    try:
        days = close_through(day=through, today=limit, at=at, on_step=_tell)
    except DayNotOver:
        print(f"El {through:%d/%m/%Y} no ha terminado: se cierra desde mañana.", file=sys.stderr)
        return 1
    except DayLeftBehind:
        print(
            f"El {through:%d/%m/%Y} es anterior al primer día que se cerró: ya no se cierra.",
            file=sys.stderr,
        )
        return 1
    except MissingParameter as missing:
        print(
            f"Falta el valor legal «{missing.details['key']}»: cárgalo con su fuente y repite el"
            " cierre. Lo que ya se hizo no se repite.",
            file=sys.stderr,
        )
        return 1
    new = [one for one in days if not one.was_closed]
    if not new:
        print(f"El {through:%d/%m/%Y} ya estaba cerrado. No cambió nada.")
        return 0
    seconds = time.monotonic() - started
    count = "1 día cerrado" if len(new) == 1 else f"{len(new)} días cerrados"
    print(f"{count}, hasta el {through:%d/%m/%Y}, en {seconds:.1f} s.")
    return 0


def _tell(day: date, step: str, figures: Mapping[str, str]) -> None:
    from minga.doors.office.close_words import figures_told

    counted = "; ".join(f"{label} {figure}" for label, figure in figures_told(figures))
    print(
        f"{day:%d/%m/%Y}  {STEP_WORDS.get(step, step)}: {counted or 'nada que hacer'}", flush=True
    )


def says(value: str) -> bool:
    """Whether a figure is worth reading: not nothing, however many zeros it is written with."""
    return value.strip("-0.") != ""
