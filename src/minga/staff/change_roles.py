"""Changing what an employee may do."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from minga.audit.record import record
from minga.staff import sessions
from minga.staff.add_employee import NoRoles, give
from minga.staff.employed import held
from minga.staff.identity import actor_of
from minga.staff.models import EmployeeRole, Role


def change_roles(
    *,
    document_type: str,
    document_number: str,
    roles: Collection[Role],
    actor: str,
    at: datetime,
) -> None:
    """From now on these and no others; the employee's sessions end. Raises UnknownEmployee,
    NoRoles."""
    if not roles:
        raise NoRoles
    with transaction.atomic(durable=True):
        employee = held(document_type, document_number)
        before = EmployeeRole.objects.filter(employee=employee, taken_at=None)
        had = {Role(one) for one in before.values_list("role", flat=True)}
        before.exclude(role__in=roles).update(taken_at=at, taken_by=actor)
        give(employee, set(roles) - had, actor, at)
        sessions.end_all(employee.id, "roles", at)
        record(
            at=at, actor=actor, action="staff.change_roles", subject=actor_of(employee.id),
            detail={"from": sorted(had), "to": sorted(set(roles))},
        )  # fmt: skip
