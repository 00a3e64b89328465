"""Tables of the staff: people and roles, ways in, files opened, acts of two people."""

from minga.staff.models.acts import ActKind, ActOutcome, FileOpening, TwoPersonAct
from minga.staff.models.people import Employee, EmployeeRole, Role
from minga.staff.models.ways_in import (
    EnrolmentLink,
    KeyPurpose,
    StaffChallenge,
    StaffKey,
    StaffSession,
)

__all__ = [
    "ActKind",
    "ActOutcome",
    "Employee",
    "EmployeeRole",
    "EnrolmentLink",
    "FileOpening",
    "KeyPurpose",
    "Role",
    "StaffChallenge",
    "StaffKey",
    "StaffSession",
    "TwoPersonAct",
]
