"""Two closes never work at the same time."""

from minga.kit import sql

_LOCK = 0x6D696E67615F6463  # "minga_dc"


def one_close_at_a_time() -> None:
    """Waits for the other close, until the transaction ends."""
    sql.run("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
