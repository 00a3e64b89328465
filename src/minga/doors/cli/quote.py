"""`minga quote`: what a loan costs or a term deposit (CDAT) earns, without a database."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from decimal import DecimalException

from minga.doors.cli import quote_cdat, quote_loan
from minga.doors.cli.quote_words import said
from minga.kit.money import NotMoney
from minga.kit.refusal import Refusal

type Quoted = tuple[Mapping[str, object], str]
QUOTES: dict[str, Callable[[argparse.Namespace], Quoted]] = {
    "loan": quote_loan.quote,
    "cdat": quote_cdat.quote,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`loan` and `cdat`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    loan = kinds.add_parser(
        "loan", help="plan de pagos de un crédito", description=quote_loan.DESCRIPTION
    )
    quote_loan.add_arguments(loan)
    cdat = kinds.add_parser("cdat", help="rendimiento de un CDAT")
    quote_cdat.add_arguments(cdat)
    for one in (loan, cdat):
        one.add_argument("--json", action="store_true", help="para otro programa")


def run(arguments: argparse.Namespace) -> int:
    """Prints the quote; 2 when it cannot be made from what was given."""
    try:
        machine, human = QUOTES[arguments.what](arguments)
    except Refusal as refusal:
        print(f"minga quote {arguments.what}: {said(refusal)}", file=sys.stderr)
        return 2
    except (NotMoney, DecimalException):
        print(f"minga quote {arguments.what}: el resultado no cabe en un monto.", file=sys.stderr)
        return 2
    print(json.dumps(machine, ensure_ascii=False) if arguments.json else human)
    return 0
