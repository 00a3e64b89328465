"""`minga staff`: who works in the back office, and the link with which each makes a key."""

import argparse
import getpass
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from minga.doors.cli import office
from minga.doors.cli.staff_words import REFUSED, row, told_roles
from minga.kit import clock
from minga.kit.refusal import Refusal

if TYPE_CHECKING:
    from minga.staff.models import Role

ROLES = ("analyst", "approver", "accountant", "auditor", "admin")
LOCAL = "http://localhost:8000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`add`, `list`, `roles`, `link`, `disable`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    kinds.add_parser("list", help="quién trabaja aquí, con qué roles y si ya tiene llave")
    for name, text in (
        ("add", "invita a alguien y muestra su enlace, una sola vez"),
        ("roles", "cambia sus roles: quedan estos y ningún otro"),
        ("link", "un enlace nuevo para crear otra llave; el anterior deja de servir"),
        ("disable", "ya no trabaja aquí: termina todo en el acto"),
    ):
        kind = kinds.add_parser(name, help=text)
        kind.add_argument(
            "--document", nargs=2, required=True, metavar=("TIPO", "NÚMERO"), help="CC 123456"
        )
        if name in {"add", "roles"}:
            kind.add_argument(
                "--roles", nargs="+", required=True, choices=ROLES, metavar="ROL",
                help=", ".join(ROLES),
            )  # fmt: skip
        if name == "add":
            kind.add_argument("--name", required=True, metavar="NOMBRE", help="nombre y apellidos")
        if name == "disable":
            kind.add_argument("--why", required=True, metavar="MOTIVO", help="queda en el registro")


def run(arguments: argparse.Namespace) -> int:
    """1 when it is refused, with the reason."""
    with office.database_ready():
        at = clock.now()
        if arguments.what == "list":
            return _list(at)
        try:
            print(_act(arguments, at))
        except Refusal as refusal:
            print(f"minga staff: {REFUSED[refusal.code]}", file=sys.stderr)
            return 1
    return 0


def _list(at: datetime) -> int:
    from minga.staff.queries import employees

    found = employees(at)
    for one in found:
        print(row(one))
    if not found:
        print("Nadie trabaja aquí todavía: invita con «minga staff add».")
    return 0


def _act(given: argparse.Namespace, at: datetime) -> str:
    from minga.access.rules import document_number
    from minga.staff.add_employee import add_employee
    from minga.staff.change_roles import change_roles
    from minga.staff.disable_employee import disable_employee

    kind, typed = given.document
    number = document_number(typed) or ""
    who = {"document_type": kind.upper()[:3], "document_number": number}
    actor = f"os:{getpass.getuser()}"[:80]
    if given.what == "add":
        add_employee(**who, name=given.name, roles=_roles(given), actor=actor, at=at)
        return f"{' '.join(given.name.split())}: {told_roles(_roles(given))}.\n" + _link(
            who, actor, at
        )
    if given.what == "link":
        return _link(who, actor, at)
    if given.what == "roles":
        change_roles(**who, roles=_roles(given), actor=actor, at=at)
        return f"Sus roles son ahora: {told_roles(_roles(given))}. Sus sesiones terminaron."
    disable_employee(**who, why=given.why, actor=actor, at=at)
    return "Ya no trabaja aquí: sus sesiones, llaves y enlaces terminaron."


def _roles(given: argparse.Namespace) -> "list[Role]":
    from minga.staff.models import Role

    return sorted({Role(one) for one in given.roles})


def _link(who: dict[str, str], actor: str, at: datetime) -> str:
    from django.conf import settings
    from django.urls import reverse

    from minga.staff.make_link import make_link
    from minga.staff.policy import policy

    token = make_link(**who, actor=actor, at=at)
    hours = int(policy(at).link_life.total_seconds() // 3600)
    path = reverse("office:enrol_key", args=[token])
    lines = [
        f"Enlace para crear su llave (sirve una vez, por {hours} horas):",
        f"  {settings.ORIGIN or LOCAL}{path}",
        "Entrégaselo en persona o por un canal seguro: quien lo abra crea la llave.",
    ]
    if not settings.ORIGIN:
        lines.append("Si tu oficina está en otra dirección, define MINGA_ORIGIN y pide otro.")
    return "\n".join(lines)
