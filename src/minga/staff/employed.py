"""An employee held while something is done with them."""

from minga.staff.models import Employee
from minga.staff.refusals import UnknownEmployee


def held(document_type: str, document_number: str) -> Employee:
    """Whoever works here under that document, nobody else's hand on them until the transaction
    ends. Raises UnknownEmployee, also for somebody who was disabled."""
    found = Employee.objects.select_for_update().filter(
        document_type=document_type, document_number=document_number, disabled_at=None
    )
    employee = found.first()
    if employee is None:
        raise UnknownEmployee
    return employee
