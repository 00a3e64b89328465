"""A command's connection to the office's database, whether or not `up` is running."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from minga.kit import database, embedded_postgres, home
from minga.kit.home import Environment

GRANTS = Path(__file__).with_name("grants.sql")


@contextlib.contextmanager
def database_ready() -> Iterator[None]:
    """The database runs, is up to date, and Django is set up to use it as its owner.

    Starts the embedded server when nobody has, and stops it when nobody else needs it any more.
    """
    environment = home.read_environment()
    with contextlib.ExitStack() as stack:
        if environment.database_url is None:
            stack.enter_context(embedded_postgres.use(environment.home))
        set_up_django("owner")
        prepare()
        stack.callback(close_connections)
        yield


def set_up_django(role: str) -> None:
    """Loads Django's settings for a database role ("owner" or "web")."""
    import django

    os.environ[database.ROLE_VARIABLE] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.settings")
    django.setup()


def prepare() -> bool:
    """Brings tables, permissions, chart and parameters up to date; True when something changed."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from minga.kit import parameters
    from minga.ledger import accounts

    executor = MigrationExecutor(connection)
    changed = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if changed:
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(GRANTS.read_text(encoding="utf-8"))
    added = accounts.load_chart() + parameters.load_seed()
    return changed or bool(added)


def database_is_empty(environment: Environment) -> bool:
    """True when no table of ours exists yet, or no member does."""
    import psycopg

    if environment.database_url is None:
        server = embedded_postgres.describe(environment.home)
        connection = psycopg.connect(**server.conninfo())
    else:
        connection = psycopg.connect(environment.database_url)
    with connection:
        made = connection.execute("SELECT to_regclass('public.members_member')").fetchone()
        if made == (None,):
            return True
        return not connection.execute("SELECT 1 FROM members_member LIMIT 1").fetchone()


def close_connections() -> None:
    """Closes this process's database connections."""
    from django.db import connections

    connections.close_all()
