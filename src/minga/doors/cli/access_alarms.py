"""`minga access alarms`: what looks wrong about many members at once."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from minga.kit.refusal import Refusal

if TYPE_CHECKING:
    from minga.access.alarms import Alarm

_KINDS = {
    "same_wrong_pin": "una misma clave equivocada, probada con {members} asociados en un día",
    "many_wrong_pins": "{wrong} de {tries} claves de una hora estaban equivocadas",
}
_WORDS = {
    "no_open_alarm": "No hay ninguna alarma abierta con ese número. Mira «minga access alarms».",
    "reason_needed": "Escribe con --reason por qué la cierras.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--all, --close NUMBER --reason TEXT."""
    parser.add_argument("--all", action="store_true", help="también las que ya se cerraron")
    parser.add_argument("--close", type=int, metavar="NÚMERO", help="cierra una alarma")
    parser.add_argument("--reason", default="", metavar="MOTIVO", help="por qué se cierra")


def run(arguments: argparse.Namespace) -> int:
    """Lists the alarms, or closes one; 1 when there is none to close, or no reason."""
    if arguments.close is not None:
        return _close(arguments.close, arguments.reason)
    from minga.access import alarms

    for one in alarms.alarms(with_closed=arguments.all):
        print("\n".join(_lines(one)))
    if not alarms.is_open():
        print("No hay alarmas abiertas.")
    return 0


def _close(alarm_id: int, reason: str) -> int:
    from minga.access import alarms
    from minga.kit import clock

    actor = f"os:{getpass.getuser()}"[:80]
    try:
        alarms.close_alarm(alarm_id=alarm_id, why=reason, actor=actor, at=clock.now())
    except Refusal as refusal:
        print(f"minga: {_WORDS[refusal.code]}", file=sys.stderr)
        return 1
    print(f"Alarma {alarm_id} cerrada.")
    return 0


def _lines(one: "Alarm") -> list[str]:
    from minga.doors.web.templatetags.money import day_short, hour

    lines = [
        f"  {one.id}  {day_short(one.at)}, {hour(one.at)}  {_KINDS[one.kind].format(**one.detail)}"
    ]
    if one.closed_at is None:
        lines.append("      Mientras siga abierta, un equipo conocido que escribe una clave")
        lines.append("      equivocada debe verificarse otra vez con un código.")
        lines.append(f"      Para cerrarla: minga access alarms --close {one.id} --reason MOTIVO")
    else:
        when = f"{day_short(one.closed_at)}, {hour(one.closed_at)}"
        lines.append(f"      Cerrada: {when}. {one.closed_why}")
    return lines
