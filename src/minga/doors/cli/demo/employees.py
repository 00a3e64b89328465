"""Who works in the demo's back office: invented people, one for each role."""

import contextlib
from typing import Any

from minga.kit import clock

ACTOR = "system:demo"
# Documents of a length that no demo member's have: nobody here is a member too.
STAFF = (
    ("CE", "99000011", "Amparo Quintero Vélez", "analyst"),
    ("CE", "99000012", "Óscar Mauricio Loaiza Pérez", "approver"),
    ("CE", "99000013", "Gloria Patricia Arango Soto", "accountant"),
    ("CE", "99000014", "Nelson Enrique Bedoya Ríos", "auditor"),
    ("CE", "99000015", "Sandra Milena Tabares Gil", "admin"),
)


def employ() -> list[dict[str, Any]]:
    """Invites those who are not there yet; returns everybody's `name` and `role` in words."""
    from minga.staff.add_employee import EmployeeKnown, add_employee
    from minga.staff.models import Role

    told = []
    for kind, number, name, role in STAFF:
        with contextlib.suppress(EmployeeKnown):
            add_employee(
                document_type=kind, document_number=number, name=name, roles=[Role(role)],
                actor=ACTOR, at=clock.now(), is_demo=True,
            )  # fmt: skip
        told.append({"name": name, "role": str(Role(role).label)})
    return told
