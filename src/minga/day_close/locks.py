"""Two closes never work at the same time."""

from django.db import connection

_LOCK = 0x6D696E67615F6463  # "minga_dc"


def one_close_at_a_time() -> None:
    """Waits for the other close, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
