"""`minga drill`: rehearsing the worst, in an office made for it and thrown away afterwards."""

import argparse
import secrets

ROUNDS = 20
WORKERS = 4
SEEDS = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each drill."""
    drills = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    _add_crash(drills.add_parser("crash", help="mata la base de datos y la oficina en plena carga"))


def _add_crash(parser: argparse.ArgumentParser) -> None:
    from minga.doors.cli.drills.crash.orders import Control

    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, metavar="N", help=f"cuántas caídas ({ROUNDS})"
    )
    parser.add_argument(
        "--seed", type=int, metavar="S", help="repite los mismos momentos y víctimas (al azar)"
    )
    parser.add_argument(
        "--workers", type=int, default=WORKERS, metavar="N", help=f"procesos que mueven ({WORKERS})"
    )
    parser.add_argument(
        "--control", type=Control, choices=list(Control),
        help="planta una falla a propósito, que el simulacro tiene que encontrar:"
        " «perder» confirma antes de guardar, «doblar» repite con otra llave",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """0 when nothing was lost or doubled, 1 when something was, 3 when a control went unnoticed."""
    from minga.doors.cli.drills.crash import drill

    seed = secrets.randbelow(SEEDS) if arguments.seed is None else arguments.seed
    return drill.run(
        rounds=max(1, arguments.rounds),
        seed=seed,
        workers=max(1, arguments.workers),
        control=arguments.control,
    )
