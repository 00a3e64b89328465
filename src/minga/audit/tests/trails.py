"""A trail to seal, and the hand of whoever is stopped by no guard."""

import time
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from minga.audit.models import AuditEvent
from minga.audit.record import record
from minga.kit import embedded_postgres

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def without_guards(statement: str, *values: Any) -> None:
    """As the superuser, with every trigger off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values or None)
        cursor.execute(f"SET ROLE {embedded_postgres.OWNER}")


def empty() -> None:
    """No events, no seals."""
    without_guards("TRUNCATE audit_auditevent, audit_auditseal, audit_auditcheckpoint")


def write(count: int, subject: str = "member:1") -> list[int]:
    """That many events; their ids."""
    for number in range(count):
        record(at=AT, actor="member:1", action="test", subject=subject, detail={"n": number})
    return list(AuditEvent.objects.order_by("-id").values_list("id", flat=True)[:count])[::-1]


_NEIGHBOURS = """
    SELECT array_agg(pid::text || ' ' || backend_xid::text) FROM pg_stat_activity
     WHERE backend_xid IS NOT NULL
       AND (datname <> current_database() OR backend_type <> 'client backend')"""


def wait_for_neighbours() -> None:
    """Until transactions that are none of this test's have ended.

    The tests of another worker run in other databases of this server, autovacuum gathers
    statistics in this one, and an event is sealed only when everything older than it is over.
    """
    deadline = time.monotonic() + 120
    at_work = _neighbours()
    while at_work & _neighbours() and time.monotonic() < deadline:
        time.sleep(0.05)


def _neighbours() -> set[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # others' transactions are shown to the superuser
        cursor.execute(_NEIGHBOURS)
        row = cursor.fetchone()
    return set(row[0] or ()) if row else set()
