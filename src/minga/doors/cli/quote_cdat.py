"""`minga quote cdat`: what a term deposit earns, what is withheld and what is left."""

import argparse
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from minga.doors.cli import quote_words as words
from minga.doors.cli.quote_words import pesos
from minga.kit import clock, parameter_file
from minga.savings.daily_interest import retention_threshold
from minga.savings.term_interest import BASES, term_interest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The terms of the deposit."""
    add = parser.add_argument
    add("--principal", type=words.amount, required=True, metavar="P", help="capital")
    add("--ea", type=words.rate, required=True, metavar="R", help="tasa E.A.: 0.10 es 10 %%")
    add("--days", type=words.whole, required=True, metavar="N", help="plazo en días")
    add("--base", type=words.whole, choices=BASES, default=365, help="días del año (365)")
    add("--on", type=words.day, metavar="D", help="con los valores legales de ese día (hoy)")
    add("--retention-rate", type=words.share, metavar="R", help="retención, si no es la legal")
    add("--daily-threshold", type=words.daily_amount, metavar="V",
        help="interés diario desde el que hay retención, en pesos")  # fmt: skip


def quote(arguments: argparse.Namespace) -> tuple[Mapping[str, object], str]:
    """The deposit for a machine and for a person. Raises Refusal."""
    on = arguments.on or clock.business_date(clock.now())
    rate = arguments.retention_rate
    if rate is None:
        rate = parameter_file.number("retention.cdat.rate", on)
    found = term_interest(
        arguments.principal,
        effective_annual=arguments.ea,
        days=arguments.days,
        base=arguments.base,
        retention_rate=rate,
        daily_threshold=_threshold(arguments.daily_threshold, on),
    )
    machine = {
        "interest": f"{found.interest.amount:.0f}",
        "retention": f"{found.retention.amount:.0f}",
        "net": f"{found.net.amount:.0f}",
    }
    human = "\n".join([
        f"CDAT de {pesos(arguments.principal)} al {words.percent(arguments.ea)} E.A., "
        f"{arguments.days} días (año de {arguments.base}).",
        f"Intereses:          {pesos(found.interest)}",
        f"Retención ({words.percent(rate)}): {pesos(found.retention)}",
        f"Intereses netos:    {pesos(found.net)}",
    ])  # fmt: skip
    return machine, human


def _threshold(given: Decimal | None, on: date) -> Decimal | None:
    if given is not None:
        return given
    if not parameter_file.number("retention.cdat.daily_threshold", on):
        return None
    return retention_threshold(
        parameter_file.number(f"uvt.{on.year}", on),
        parameter_file.number("retention.savings.daily_threshold_uvt", on),
    )
