"""`minga savings`: figures of the bylaws that savings and aportes follow."""

import argparse
import getpass
import sys
from datetime import date

from minga.doors.cli import office, quote_words
from minga.kit import clock

REFUSED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`irreducible`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    minimum = what.add_parser(
        "irreducible", help="escribe cuánto suman los aportes mínimos no reducibles"
    )
    minimum.add_argument("amount", type=quote_words.amount, metavar="PESOS")
    minimum.add_argument(
        "--from", dest="since", type=date.fromisoformat, required=True, metavar="AAAA-MM-DD",
        help="desde qué día rige",
    )  # fmt: skip
    minimum.add_argument("--source", required=True, help="artículo de los estatutos o acta")
    minimum.add_argument("--as", dest="staff", metavar="NOMBRE", help="quién lo escribe")


def run(arguments: argparse.Namespace) -> int:
    """1 when another figure counts from that day already."""
    with office.database_ready():
        from minga.savings import irreducible

        staff = f"staff:{(arguments.staff or getpass.getuser()).strip()}"[:80]
        try:
            is_new = irreducible.set_irreducible_minimum(
                amount=arguments.amount, since=arguments.since, source=arguments.source,
                staff=staff, at=clock.now(),
            )  # fmt: skip
        except irreducible.MinimumNegative:
            print("minga savings: escribe cero o más pesos.", file=sys.stderr)
            return REFUSED
        except irreducible.MinimumAlreadySet as refusal:
            print(
                f"minga savings: desde ese día ya rige {refusal.details['value']}, y no se cambia:"
                " escribe otro día.",
                file=sys.stderr,
            )
            return REFUSED
    print("Escrito: el próximo cierre lo lleva a los libros." if is_new else "Ya estaba escrito.")
    return 0
