"""Somebody works here no more."""

from datetime import datetime

from django.db import transaction

from minga.audit.record import record
from minga.staff import sessions
from minga.staff.employed import held
from minga.staff.identity import actor_of
from minga.staff.models import EmployeeRole, EnrolmentLink, StaffKey
from minga.staff.reasons import tidy_reason


def disable_employee(
    *, document_type: str, document_number: str, why: str, actor: str, at: datetime
) -> None:
    """Ends everything at once: sessions, keys, links, roles. Raises UnknownEmployee,
    ReasonMissing."""
    reason = tidy_reason(why, longest=200)
    with transaction.atomic(durable=True):
        employee = held(document_type, document_number)
        employee.disabled_at, employee.disabled_by, employee.disabled_why = at, actor, reason
        employee.save(update_fields=["disabled_at", "disabled_by", "disabled_why"])
        EmployeeRole.objects.filter(employee=employee, taken_at=None).update(
            taken_at=at, taken_by=actor
        )
        EnrolmentLink.objects.filter(employee=employee, used_at=None, ended_at=None).update(
            ended_at=at
        )
        StaffKey.objects.filter(employee=employee, removed_at=None).update(
            removed_at=at, removed_why="disabled"
        )
        sessions.end_all(employee.id, "disabled", at)
        record(
            at=at, actor=actor, action="staff.disable", subject=actor_of(employee.id),
            detail={"why": reason},
        )  # fmt: skip
