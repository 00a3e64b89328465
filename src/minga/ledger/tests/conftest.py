"""What the ledger's tests need beyond the common office."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from hypothesis import settings

from minga.kit import embedded_postgres
from minga.kit.embedded_postgres import Server

# For drills: minutes instead of seconds.
settings.register_profile("long", max_examples=2000, stateful_step_count=80, print_blob=True)


@pytest.fixture
def scratch_db(committed_db: None, test_server: Server) -> Iterator[None]:
    """A database of the test's own, for damage that is really committed; thrown away afterwards."""
    settings = connection.settings_dict
    before = settings["NAME"]
    name = f"{before}_scratch"
    with psycopg.connect(
        **test_server.conninfo(embedded_postgres.SUPERUSER, "postgres"), autocommit=True
    ) as admin:
        _copy(admin, before, name)
        settings["NAME"] = name
        connection.close()
        try:
            yield
        finally:
            settings["NAME"] = before
            connection.close()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _copy(admin: psycopg.Connection[Any], source: str, name: str) -> None:
    connection.close()  # a database that somebody uses cannot be copied
    admin.execute("SELECT pg_advisory_lock(1)")
    admin.execute(f"DROP DATABASE IF EXISTS {name}")
    admin.execute(f"CREATE DATABASE {name} TEMPLATE {source} OWNER {embedded_postgres.OWNER}")
    admin.execute("SELECT pg_advisory_unlock(1)")
