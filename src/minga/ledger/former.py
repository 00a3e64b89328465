"""What products had moved in another system before their balances came: remembered, not posted.

Savings bring their history into the books (`history.py`), since it is what their balance is made
of. A term deposit or a loan brings its balance as one entry; what moved before is only to be read.
Everything happens in the caller's transaction, after `history.open_history`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from django.db import connection

from minga.kit import sql
from minga.kit.money import Money
from minga.ledger import database
from minga.ledger.queries import LAST_DAY, MAX_VERSION, Movement

_SQL = Path(__file__).with_name("sql") / "former"
_COUNTS = """
SELECT count(*) FILTER (WHERE f.key IS NULL),
       count(*) FILTER (WHERE f.request_hash = p.request_hash)
  FROM former_plan p LEFT JOIN ledger.former_movement f USING (key)
 WHERE NOT EXISTS (SELECT FROM history_refusal r WHERE r.line = p.line)
"""
_KEEP = """
INSERT INTO ledger.former_movement
SELECT p.key, p.product, p.business_date,
       (SELECT COALESCE(max(f.place), 0) FROM ledger.former_movement f WHERE f.product = p.product)
       + row_number() OVER (PARTITION BY p.product ORDER BY p.business_date, p.tie),
       CASE WHEN p.side = p.adds THEN p.amount ELSE -p.amount END, p.request_hash, p.description,
       p.reference, %s
  FROM former_plan p
 WHERE p.key NOT IN (SELECT key FROM ledger.former_movement)
   AND NOT EXISTS (SELECT FROM history_refusal r WHERE r.line = p.line)
"""
_MOVEMENTS = """
SELECT place, business_date, kept_at, description, reference, change, balance
  FROM (SELECT m.*, sum(change) OVER (ORDER BY business_date, place) AS balance
          FROM ledger.former_movement m WHERE product = %s) m
 WHERE (business_date, place) < (%s::date, %s::bigint)
 ORDER BY business_date DESC, place DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """How many movements can be kept, and how many are kept already."""

    planned: int
    replayed: int


def plan(rows: str, bad: str) -> Remembered:
    """Checks the movements that the query `rows` gives; refusals go to `history_refusal`.

    `rows`: as `ledger.history`'s with `product`, `adds` (the side that adds to what it holds),
    `ends_at` (what it held at its cut-over) and `cut_over` for `account_id`. `bad`: the lines of
    products that cannot be read (line, product). A product's movements are kept all or none: they
    never leave it below zero and end at what it held.
    """
    clear()
    _run(sql.text(_SQL / "plan.sql").format(rows=rows))
    _run("ANALYZE former_plan")
    for statement in sql.text(_SQL / "refuse.sql").format(bad=bad).split(";\n"):
        _run(statement)
    return Remembered(*database.one(_COUNTS, []))


def keep(at: datetime) -> None:
    """Writes the last plan, without what was refused."""
    sql.run(_KEEP, [at])


def is_planned() -> bool:
    """Whether there is a plan."""
    return bool(database.one("SELECT to_regclass('pg_temp.former_plan') IS NOT NULL", [])[0])


def clear() -> None:
    """Forgets the last plan."""
    _run("DROP TABLE IF EXISTS pg_temp.former_plan, pg_temp.former_wrong")


def has_movements(product: UUID) -> bool:
    """Whether something of it is remembered."""
    return bool(movements(product, limit=1))


def movements(
    product: UUID, *, limit: int, before: tuple[date, int] | None = None
) -> list[Movement]:
    """What is remembered of a product, newest first; `amount` is positive when it added to what the
    product held. `before` is the cursor: business date and version of the last one shown."""
    day, version = before or (LAST_DAY, MAX_VERSION)
    return [
        Movement(
            version=place, entry_id=0, business_date=on, posted_at=kept_at, occurred_at=kept_at,
            kind="imported", description=description, reference=reference, amount=Money(change),
            balance_after=Money(balance),
        )
        for place, on, kept_at, description, reference, change, balance in database.rows(
            _MOVEMENTS, [product, day, version, limit]
        )
    ]  # fmt: skip


def _run(statement: str) -> None:
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode())
