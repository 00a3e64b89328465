"""`minga drill`: rehearsing the worst, in an office made for it and thrown away afterwards."""

import argparse
import secrets

ROUNDS = 20
WORKERS = 4
SEEDS = 1_000_000
MEMBERS = 10_000
PAIRS = 2_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each drill."""
    drills = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    _add_crash(drills.add_parser("crash", help="mata la base de datos y la oficina en plena carga"))
    guessing = drills.add_parser("guessing", help="adivina claves y códigos desde todas partes")
    guessing.add_argument(
        "--members", type=int, default=MEMBERS, metavar="N", help=f"cuántos asociados ({MEMBERS})"
    )
    guessing.add_argument(
        "--seed", type=int, metavar="S", help="repite las mismas claves (al azar)"
    )
    strangers = drills.add_parser("enumeration", help="mira si algo dice quién es asociado")
    strangers.add_argument(
        "--pairs", type=int, default=PAIRS, metavar="N", help=f"parejas por formulario ({PAIRS})"
    )
    strangers.add_argument("--seed", type=int, metavar="S", help="repite el mismo orden (al azar)")


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
    """0 when nothing went wrong, 1 when something did, 2 when the drill was not possible, 3 when a
    planted fault went unnoticed.
    """
    seed = secrets.randbelow(SEEDS) if arguments.seed is None else arguments.seed
    if arguments.what == "guessing":
        from minga.doors.cli.drills.guessing import drill as guessing

        return guessing.run(members=max(1, arguments.members), seed=seed)
    if arguments.what == "enumeration":
        from minga.doors.cli.drills.enumeration import drill as enumeration

        return enumeration.run(pairs=max(1, arguments.pairs), seed=seed)
    from minga.doors.cli.drills.crash import drill as crash

    return crash.run(
        rounds=max(1, arguments.rounds),
        seed=seed,
        workers=max(1, arguments.workers),
        control=arguments.control,
    )
