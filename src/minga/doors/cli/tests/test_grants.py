"""What the web's database login can do to the books: read, call the functions, and nothing else."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from minga.doors.cli.office import GRANTS
from minga.kit import embedded_postgres
from minga.kit.embedded_postgres import Server
from minga.ledger import post
from minga.ledger.tests.books import funded, total, transfer
from minga.ledger.tests.damage import run

TABLES = (
    "journal_entry", "posting", "hold", "hold_end", "account_closure", "account_balance",
    "ledger_account", "chart_account",
)  # fmt: skip
ENTRY = (
    "INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at,"
    " posted_at, description, actor) VALUES (-7, gen_random_uuid(), '', 'x', now(), now(), now(),"
    " '', '')"
)


@pytest.fixture
def web(
    committed_db: None, test_server: Server, test_database: str
) -> Iterator[psycopg.Connection[Any]]:
    """The web's own login, not the owner in its clothes."""
    # Rights on a database are not copied with it.
    run(GRANTS.read_text(encoding="utf-8"))
    login = test_server.conninfo(embedded_postgres.WEB, test_database)
    with psycopg.connect(**login, autocommit=True) as opened:
        yield opened


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger.{} OVERRIDING SYSTEM VALUE SELECT * FROM ledger.{}",
        "UPDATE ledger.{} SET {} = {}",
        "DELETE FROM ledger.{}",
        "TRUNCATE ledger.{}",
        "ALTER TABLE ledger.{} DISABLE TRIGGER ALL",
    ],
)
def test_the_web_changes_no_row_of_the_books(
    statement: str, table: str, web: psycopg.Connection[Any]
) -> None:
    columns = web.execute(f"SELECT * FROM ledger.{table} LIMIT 0").description or []
    last = columns[-1].name
    names = (table, last, last) if "SET" in statement else (table, table)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement.format(*names))


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE minga_owner",
        "SET session_replication_role = replica",
        "CREATE TEMPORARY TABLE posting (id int)",
        "CREATE TABLE public.posting (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.abs(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0.0'",
        "CREATE FUNCTION ledger.now() RETURNS date LANGUAGE sql AS 'SELECT NULL::date'",
        "SELECT nextval('ledger.journal_entry_id')",
        "SELECT ledger.post_history('web')",
        "COPY ledger.posting TO PROGRAM 'true'",
    ],
)
def test_the_web_makes_nothing_that_could_stand_before_the_books(
    statement: str, web: psycopg.Connection[Any]
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


@pytest.mark.django_db
@pytest.mark.usefixtures("as_web")
def test_the_web_posts_through_the_function() -> None:
    run("RESET ROLE")
    ana, luis = funded(1000), funded(0)
    run(f"SET ROLE {embedded_postgres.WEB}")
    post.post(transfer(ana, luis, 300))
    assert str(total(luis)) == "300.00"


@pytest.mark.django_db
def test_a_right_too_many_would_be_noticed() -> None:
    """The planted fault: with INSERT granted, what the tests above try succeeds."""
    for granted in (False, True):
        if granted:
            run(f"GRANT INSERT ON ledger.journal_entry TO {embedded_postgres.WEB}")
        assert web_can(ENTRY) is granted


def web_can(statement: str) -> bool:
    try:
        with transaction.atomic():
            run(f"SET LOCAL ROLE {embedded_postgres.WEB}")
            run(statement)
    except Exception:
        connection.needs_rollback = False
        return False
    run(f"SET ROLE {embedded_postgres.OWNER}")
    return True
