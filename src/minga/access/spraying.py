"""Noticing one PIN that is tried with many members: no account's own counter can see that.

Of each wrong PIN a keyed digest is kept, once for each member. Its key is of one day, is never in
the database, and is deleted with the day: afterwards the digests say nothing, and then they go too.
"""

import hmac
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from minga.access import alarms
from minga.access.policy import AccessPolicy
from minga.kit import sql
from minga.kit.clock import business_date
from minga.kit.home import read_environment, secret

_PREFIX = "spray-"
_INSERT = """
    INSERT INTO access_spraymark (day, mark, member, at) VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING RETURNING id"""
# As many rows as the limit and one more: a mark that everybody has costs no more than any other.
_COUNT = """
    SELECT count(*) FROM (
        SELECT FROM access_spraymark
        WHERE day = %s AND mark = %s AND at > COALESCE(%s, '-infinity'::timestamptz) LIMIT %s
    ) seen"""


def mark_of(secret_typed: str, at: datetime) -> bytes:
    """What stands for a wrong PIN during that day."""
    return hmac.digest(_key(_folder(), business_date(at)), secret_typed.encode(), "sha256")


def note(mark: bytes, member_id: UUID, in_force: AccessPolicy, at: datetime) -> None:
    """One wrong PIN of one member, in the caller's transaction; raises the alarm when it is one too
    many. Costs two short statements, and one when this member tried it before."""
    day = business_date(at)
    if not sql.rows(_INSERT, [day, mark, member_id, at]):
        return
    dealt_with = alarms.closed_before(alarms.SAME_PIN)
    ((members,),) = sql.rows(_COUNT, [day, mark, dealt_with, in_force.spray_members + 1])
    if members > in_force.spray_members:
        alarms.raise_alarm(alarms.SAME_PIN, {"members": members}, at)


def forget_keys(at: datetime) -> None:
    """Deletes the keys of the days before."""
    today = f"{_PREFIX}{business_date(at)}"
    for file in (_folder() / "secrets").glob(f"{_PREFIX}*"):
        if file.name < today:
            file.unlink(missing_ok=True)


def _folder() -> Path:
    """Where nothing is kept for long and nothing is backed up from."""
    return read_environment().home / "run"


@lru_cache(maxsize=1)
def _key(folder: Path, day: date) -> bytes:
    """The key of one day, the same in every process of this home; yesterday's leaves the memory."""
    return secret(folder, f"{_PREFIX}{day}")
