"""Turns at something that has no row of its own yet."""

from hashlib import blake2b

from django.db import connection


def take_turns(name: str, key: bytes | str) -> None:
    """Until the transaction ends, whoever asks for the same name and key waits."""
    data = key.encode() if isinstance(key, str) else key
    digest = blake2b(data, key=name.encode(), digest_size=8).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, signed=True)])
