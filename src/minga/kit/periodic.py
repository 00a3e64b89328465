"""Work that comes round: each turn is taken by one worker, however many there are."""

from datetime import datetime, timedelta

from minga.kit import sql

_TAKE = """
    INSERT INTO kit_periodicrun AS p (name, begun_at) VALUES (%s, %s)
    ON CONFLICT (name) DO UPDATE SET begun_at = EXCLUDED.begun_at
        WHERE p.begun_at <= EXCLUDED.begun_at - %s
    RETURNING true"""


def take_turn(name: str, every: timedelta, at: datetime) -> bool:
    """True for the one caller who is to do the work now; the next turn is `every` later.

    A worker that dies at it misses the turn: what is repeated must bear being done a turn later.
    """
    return bool(sql.rows(_TAKE, [name, at, every]))
