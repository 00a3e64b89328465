"""«Salir»."""

from datetime import datetime

from django.db import transaction

from minga.kit.visitor import Visitor
from minga.staff import sessions, trail
from minga.staff.identity import actor_of


def sign_out(*, session_token: str, by: Visitor, at: datetime) -> None:
    """Ends the session at hand; without one nothing happens."""
    with transaction.atomic(durable=True):
        employee_id = sessions.end(session_token, "signed_out", at)
        if employee_id is not None:
            trail.note(at=at, who=actor_of(employee_id), action="sign_out", by=by)
