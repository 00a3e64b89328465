"""`minga access`: for staff, with the member in front of them: what closes an access, and opening
it; and the alarms about many members at once."""

import argparse
import getpass
import sys

from minga.doors.cli import access_alarms
from minga.doors.cli.office import database_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`status`, `unblock`, `reset`, `alarms`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    for name, text in (
        ("status", "cómo está el acceso de un asociado, y por qué"),
        ("unblock", "quita los bloqueos y pone en cero los intentos"),
        ("reset", "borra la clave y los equipos: el asociado se registra otra vez"),
    ):
        kind = kinds.add_parser(name, help=text)
        kind.add_argument(
            "--document", nargs=2, required=True, metavar=("TIPO", "NÚMERO"), help="CC 123456"
        )
        if name != "status":
            kind.add_argument(
                "--reason", required=True, metavar="MOTIVO", help="por qué; queda en el registro"
            )
    listed = kinds.add_parser("alarms", help="qué se ve raro en muchos ingresos a la vez")
    access_alarms.add_arguments(listed)


def run(arguments: argparse.Namespace) -> int:
    """1 when there is nobody, or nothing to do; 0 otherwise."""
    with database_ready():
        if arguments.what == "alarms":
            return access_alarms.run(arguments)
        from minga.access.rules import document_number

        kind, typed = arguments.document
        number = document_number(typed) or ""
        if arguments.what == "status":
            return _status(kind.upper(), number)
        return _act(arguments.what, kind.upper(), number, arguments.reason)


def _status(kind: str, number: str) -> int:
    from minga.access.access_state import access_state
    from minga.doors.cli.access_words import state_lines
    from minga.kit import clock

    state = access_state(kind, number, clock.now())
    if state is None:
        return _refuse("Ningún asociado tiene ese documento.")
    print("\n".join(state_lines(state)))
    return 0


def _act(what: str, kind: str, number: str, reason: str) -> int:
    from minga.access.reset_access import reset_access
    from minga.access.staff_act import StaffAct
    from minga.access.unblock_access import unblock_access
    from minga.doors.cli.access_words import DONE, REFUSED
    from minga.kit import clock
    from minga.kit.refusal import Refusal

    use_case = {"unblock": unblock_access, "reset": reset_access}[what]
    act = StaffAct(f"os:{getpass.getuser()}"[:80], reason, clock.now())
    try:
        use_case(document_type=kind, number=number, act=act)
    except Refusal as refusal:
        return _refuse(REFUSED[refusal.code])
    print(DONE[what])
    return 0


def _refuse(sentence: str) -> int:
    print(f"minga: {sentence}", file=sys.stderr)
    return 1
