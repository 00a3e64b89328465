"""Inviting somebody to work in the back office."""

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.refusal import Refusal
from minga.staff.identity import actor_of
from minga.staff.models import Employee, EmployeeRole, Role

_TYPE, _NUMBER = re.compile("[A-Z]{2,3}"), re.compile("[0-9A-Z]{3,16}")


class EmployeeKnown(Refusal):
    """Somebody with that document works here already."""

    code = "employee_known"


class NoRoles(Refusal):
    """Whoever works here does something: at least one role."""

    code = "no_roles"


class DocumentMissing(Refusal):
    """A type and a number of a document, without separators."""

    code = "document_missing"


class NameMissing(Refusal):
    """A name that others recognise, in up to 120 letters."""

    code = "name_missing"


def add_employee(
    *,
    document_type: str,
    document_number: str,
    name: str,
    roles: Collection[Role],
    actor: str,
    at: datetime,
    is_demo: bool = False,
) -> UUID:
    """Writes somebody down with roles; returns the employee's id. Nobody gets in by this alone: a
    key is made with a link. Refuses with EmployeeKnown, NoRoles, NameMissing, DocumentMissing."""
    if not (_TYPE.fullmatch(document_type) and _NUMBER.fullmatch(document_number)):
        raise DocumentMissing
    tidy = " ".join(name.split())
    if not 2 < len(tidy) <= 120:
        raise NameMissing
    if not roles:
        raise NoRoles
    with transaction.atomic(durable=True):
        employee, is_new = Employee.objects.get_or_create(
            document_type=document_type, document_number=document_number, disabled_at=None,
            defaults={"name": tidy, "is_demo": is_demo, "invited_at": at, "invited_by": actor},
        )  # fmt: skip
        if not is_new:
            raise EmployeeKnown
        give(employee, roles, actor, at)
        record(
            at=at, actor=actor, action="staff.add", subject=actor_of(employee.id),
            detail={"roles": sorted(roles), "is_demo": is_demo},
        )  # fmt: skip
    return employee.id


def give(employee: Employee, roles: Collection[Role], actor: str, at: datetime) -> None:
    """Adds roles in the caller's transaction."""
    EmployeeRole.objects.bulk_create(
        EmployeeRole(employee=employee, role=role, given_at=at, given_by=actor)
        for role in sorted(set(roles))
    )
