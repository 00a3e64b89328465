"""The staff's sessions: a random token in a cookie of their own, its digest here, two ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from minga.kit import sql
from minga.kit.tokens import new_token, token_digest
from minga.kit.visitor import Visitor
from minga.staff.identity import actor_of
from minga.staff.models import Employee, Role, StaffKey, StaffSession
from minga.staff.policy import policy
from minga.staff.refusals import StaffSessionOver

SEEN_EVERY = timedelta(seconds=30)
# One statement for every page: who it is, what they may do, and that they are here.
_INSIDE = """
    WITH inside AS (
        SELECT s.id, s.employee_id, s.last_seen_at, e.name, e.is_demo,
               (SELECT array_agg(r.role::text ORDER BY r.role) FROM staff_employeerole r
                WHERE r.employee_id = e.id AND r.taken_at IS NULL) AS roles
        FROM staff_staffsession s JOIN staff_employee e ON e.id = s.employee_id
        LEFT JOIN staff_staffkey k ON k.id = s.key_id
        WHERE s.token_digest = %(digest)s AND s.ended_at IS NULL AND e.disabled_at IS NULL
          AND s.expires_at > %(at)s AND s.last_seen_at + s.idle > %(at)s
          AND (CASE WHEN s.key_id IS NULL THEN e.is_demo ELSE k.removed_at IS NULL END)
    ), seen AS (
        UPDATE staff_staffsession s SET last_seen_at = %(at)s
        FROM inside WHERE s.id = inside.id AND inside.last_seen_at < %(stale)s
    )
    SELECT id, employee_id, name, is_demo, roles FROM inside"""


@dataclass(frozen=True, slots=True)
class EmployeeInside:
    """Who a session belongs to and what they may do."""

    session_id: UUID
    employee_id: UUID
    name: str
    is_demo: bool
    roles: frozenset[Role]

    @property
    def actor(self) -> str:
        """How the trail names them."""
        return actor_of(self.employee_id)


def employee_inside(token: str, at: datetime) -> EmployeeInside | None:
    """The employee of a living session, in one statement; None when it ended or never was.

    Seeing somebody is written at most every 30 s, so a session may end up to 30 s early, never
    late.
    """
    values = {"digest": token_digest(token), "at": at, "stale": at - SEEN_EVERY}
    found = sql.rows_named(_INSIDE, values)
    if not found:
        return None
    session_id, employee_id, name, is_demo, roles = found[0]
    return EmployeeInside(
        session_id, employee_id, name, is_demo, frozenset(Role(one) for one in roles or ())
    )


def inside(token: str, at: datetime) -> EmployeeInside:
    """As `employee_inside`. Raises StaffSessionOver."""
    found = employee_inside(token, at)
    if found is None:
        raise StaffSessionOver
    return found


def open_session(employee: Employee, key: StaffKey | None, *, by: Visitor, at: datetime) -> str:
    """A new session under a new token, which is returned."""
    if key is None and not employee.is_demo:
        raise ValueError("an employee gets in with a key")
    token, in_force = new_token(), policy(at)
    StaffSession.objects.create(
        token_digest=token_digest(token), employee=employee, key=key, started_at=at,
        last_seen_at=at, idle=in_force.session_idle, expires_at=at + in_force.session_absolute,
        ip=by.ip[:45], user_agent=by.browser_name,
    )  # fmt: skip
    return token


def end(token: str, why: str, at: datetime) -> UUID | None:
    """Ends the session of a token; returns its employee's id, None when there was none."""
    session = StaffSession.objects.filter(token_digest=token_digest(token), ended_at=None).first()
    if session is None:
        return None
    session.ended_at, session.ended_why = at, why
    session.save(update_fields=["ended_at", "ended_why"])
    return session.employee_id


def end_all(employee_id: UUID, why: str, at: datetime) -> None:
    """Ends every session of an employee."""
    StaffSession.objects.filter(employee_id=employee_id, ended_at=None).update(
        ended_at=at, ended_why=why
    )
