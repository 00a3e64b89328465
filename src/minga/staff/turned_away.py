"""Employees who ask for what is not theirs to do."""

from datetime import datetime

from django.db import transaction

from minga.kit.refusal import Refusal
from minga.kit.visitor import Visitor
from minga.staff import trail
from minga.staff.sessions import EmployeeInside


class NotAllowed(Refusal):
    """None of the employee's roles may do this."""

    code = "not_allowed"


def turned_away(*, who: EmployeeInside, page: str, by: Visitor, at: datetime) -> None:
    """Leaves a trace of the attempt: which page."""
    with transaction.atomic(durable=True):
        trail.note(
            at=at, who=who.actor, action="turned_away", by=by, outcome=NotAllowed(),
            detail={"page": page},
        )  # fmt: skip
