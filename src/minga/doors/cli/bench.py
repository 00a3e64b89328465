"""`minga bench`: what the product costs, measured side by side. The measuring itself lives in the
project's bench/.
"""

import argparse
import importlib
import sys
from pathlib import Path

from minga.kit.home import PROJECT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`ledger`, `sign-in`, `day-close`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    ledger = what.add_parser(
        "ledger", help="el libro mayor frente a la base de datos sola y frente a otros"
    )
    ledger.add_argument("--json", type=Path, metavar="ARCHIVO", help="escribe ahí las cifras")
    ledger.add_argument(
        "--quick",
        action="store_true",
        help="menos de 10 minutos, sin los 10 millones de movimientos",
    )
    ledger.add_argument(
        "--only",
        default="",
        metavar="NOMBRE,…",
        help="solo esas razones o cifras (nombres del JSON)",
    )
    sign_in = what.add_parser("sign-in", help="el ingreso frente a lo que cuesta el hash solo")
    sign_in.add_argument("--json", type=Path, metavar="ARCHIVO", help="escribe ahí las cifras")
    sign_in.add_argument("--quick", action="store_true", help="unos tres minutos")
    close = what.add_parser(
        "day-close", help="el cierre del día frente al SQL escueto que escribe tantas filas"
    )
    close.add_argument("--json", type=Path, metavar="ARCHIVO", help="escribe ahí las cifras")
    close.add_argument(
        "--quick", action="store_true", help="hasta 100.000 cuentas, unos cinco minutos"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measures and tells; 0 whether or not the aims are met."""
    if not (PROJECT / "bench" / "ledger").is_dir():
        print("minga: las mediciones vienen con el código fuente, en bench/.", file=sys.stderr)
        return 1
    sys.path.insert(0, str(PROJECT))
    if arguments.what == "ledger":
        return _ledger(arguments)
    return _whole(arguments, f"bench.{arguments.what.replace('-', '_')}")


def _whole(arguments: argparse.Namespace, package: str) -> int:
    command = importlib.import_module(f"{package}.command")
    plan = importlib.import_module(f"{package}.plan")
    code: int = command.run(plan.QUICK if arguments.quick else plan.LONG, arguments.json)
    return code


def _ledger(arguments: argparse.Namespace) -> int:
    command = importlib.import_module("bench.ledger.command")
    plan = importlib.import_module("bench.ledger.plan")
    only = frozenset(name.strip() for name in arguments.only.split(",") if name.strip())
    try:
        code: int = command.run(plan.QUICK if arguments.quick else plan.LONG, only, arguments.json)
    except command.UnknownName as error:
        print(f"minga: no conozco {error}. Nombres: docs/performance.md.", file=sys.stderr)
        return 2
    return code
