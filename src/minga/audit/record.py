"""Writing the trail."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minga.kit import sql

_INSERT = """INSERT INTO audit_auditevent (at, actor, action, subject, result, ip, detail)
             VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb)"""


def record(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    result: str = "done",
    ip: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Adds one event in the caller's transaction; no PIN, code, token or answer in `detail`."""
    sql.run(_INSERT, [at, actor, action, subject, result, ip, json.dumps(detail or {})])
