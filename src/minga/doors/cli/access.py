"""`minga access`: for staff, with the member in front of them: what closes an access, and opening
it; and the alarms about many members at once."""

import argparse
import getpass
import sys

from minga.doors.cli import access_alarms
from minga.doors.cli.office import database_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`status`, `unblock`, `reset`, `close-sessions`, `alarms`."""
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
    closing = kinds.add_parser(
        "close-sessions", help="cierra las sesiones abiertas: cada quien entra otra vez"
    )
    whose = closing.add_mutually_exclusive_group(required=True)
    whose.add_argument("--document", nargs=2, metavar=("TIPO", "NÚMERO"), help="CC 123456")
    whose.add_argument(
        "--everybody", action="store_true", help="las de todos los asociados y los empleados"
    )
    closing.add_argument("--reason", required=True, metavar="MOTIVO", help="queda en el registro")
    listed = kinds.add_parser("alarms", help="qué se ve raro en muchos ingresos a la vez")
    access_alarms.add_arguments(listed)


def run(arguments: argparse.Namespace) -> int:
    """1 when there is nobody, or nothing to do; 0 otherwise."""
    with database_ready():
        if arguments.what == "alarms":
            return access_alarms.run(arguments)
        if arguments.what == "close-sessions":
            return _close_sessions(arguments)
        kind, number = _document(arguments.document)
        if arguments.what == "status":
            return _status(kind, number)
        return _act(arguments.what, kind, number, arguments.reason)


def _document(typed: list[str]) -> tuple[str, str]:
    from minga.access.rules import document_number

    kind, number = typed
    return kind.upper(), document_number(number) or ""


def _close_sessions(given: argparse.Namespace) -> int:
    from minga.access.end_sessions import end_sessions
    from minga.access.staff_act import StaffAct
    from minga.doors.cli.access_words import REFUSED
    from minga.kit import clock
    from minga.kit.refusal import Refusal
    from minga.staff.end_everybodys_sessions import end_everybodys_sessions

    act = StaffAct(f"os:{getpass.getuser()}"[:80], given.reason, clock.now())
    try:
        whose = None if given.everybody else _document(given.document)
        ended = end_sessions(whose=whose, act=act)
    except Refusal as refusal:
        return _refuse(REFUSED[refusal.code])
    print(f"Sesiones de asociados que se cerraron: {ended}.")
    if given.everybody:
        staff = end_everybodys_sessions(actor=act.actor, reason=act.tidy_reason, at=act.at)
        print(f"Sesiones de empleados que se cerraron: {staff}.")
    return 0


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
