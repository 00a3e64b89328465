"""Employees as a terminal shows them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from minga.kit.clock import BOGOTA

if TYPE_CHECKING:
    from minga.staff.models import Role
    from minga.staff.queries import EmployeeRow

REFUSED = {
    "employee_known": "ya trabaja aquí alguien con ese documento.",
    "unknown_employee": "aquí no trabaja nadie con ese documento.",
    "document_missing": "escribe el tipo y el número del documento, como CC 1090123456.",
    "name_missing": "escribe su nombre y apellidos.",
    "no_roles": "dale al menos un rol.",
    "reason_missing": "escribe por qué, con unas palabras.",
}


def told_roles(roles: "Iterable[Role]") -> str:
    """«analista, auditor»."""
    return ", ".join(str(one.label).lower() for one in roles)


def row(one: "EmployeeRow") -> str:
    """One line of the list."""
    return (
        f"{one.document_type} {one.document_number:<16}  {one.name:<32}  "
        f"{told_roles(one.roles) or 'sin roles':<40}  {_state(one)}"
    )


def _state(one: "EmployeeRow") -> str:
    if one.disabled_at is not None:
        return f"se retiró el {one.disabled_at.astimezone(BOGOTA):%Y-%m-%d}"
    if one.is_demo:
        return "de la demostración"
    if one.has_key:
        return "con llave"
    return "con enlace por usar" if one.has_link else "sin llave"
