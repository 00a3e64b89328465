"""Into the demo's back office with one click: a laptop may have no authenticator."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.kit.visitor import Visitor
from minga.staff import sessions, trail
from minga.staff.identity import actor_of
from minga.staff.models import Employee
from minga.staff.refusals import UnknownEmployee


def let_in_demo(*, employee_id: UUID, session_token: str, by: Visitor, at: datetime) -> str:
    """A session of an invented employee; returns its token. Only doors of the demo call it, and
    anybody who was really invited is refused (UnknownEmployee)."""
    with transaction.atomic(durable=True):
        employee = Employee.objects.filter(id=employee_id, is_demo=True, disabled_at=None).first()
        if employee is None:
            raise UnknownEmployee
        sessions.end(session_token, "signed_in_again", at)
        token = sessions.open_session(employee, None, by=by, at=at)
        trail.note(at=at, who=actor_of(employee.id), action="let_in_demo", by=by)
    return token
