"""The record of the steps that were done: plain statements, for a close asks it twice a step."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from minga.kit import sql

_LAST = """
SELECT day_id, figures FROM day_close_daystep
WHERE step = %s AND day_id <= %s ORDER BY day_id DESC LIMIT 1
"""
_NOTE = """
INSERT INTO day_close_daystep (day_id, step, done_at, figures) VALUES (%s, %s, %s, %s)
"""


def last_done(step: str, day: date) -> tuple[date | None, dict[str, str]]:
    """On which day a step was done last, up to a day, and its figures; nothing if it never was."""
    for done_on, figures in sql.rows(_LAST, [step, day]):
        return done_on, json.loads(figures)
    return None, {}


def note_done(step: str, day: date, at: datetime, figures: Mapping[str, str]) -> None:
    """Writes a step down, in the caller's transaction: so it is done once."""
    sql.run(_NOTE, [day, step, at, json.dumps(figures)])
