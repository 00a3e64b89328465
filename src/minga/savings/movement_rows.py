"""From lines of text to movements the books can arrange: days, accounts, amounts, problems.

Set-based: one statement over the whole file each. A file written the plain way needs no cleaning;
any other is cleaned and every cell that cannot be used gets its problem.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from minga.kit import sql
from minga.kit.cells import BadValue
from minga.members import rules as member_rules
from minga.savings.rules import AmountFormat, amount_formats

SQL = Path(__file__).with_name("sql")
# Materialized: else the pattern would be tried on every line, and not on every day.
_DAYS = """
WITH d AS MATERIALIZED (SELECT DISTINCT fecha FROM movement_line)
SELECT DISTINCT btrim(fecha) FROM d WHERE btrim(fecha) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
"""
_GOOD_DAYS = """
CREATE TEMP TABLE movement_day AS
SELECT * FROM unnest(%s::text[], %s::date[]) AS d (fecha, business_date)
"""
_NO_PROBLEMS = (
    "CREATE TEMP TABLE movement_problem"
    " (line bigint, field text, value text, code text, account_id bigint)"
)
_BAD_ROWS = """
INSERT INTO history_refusal (line, account_id, code)
SELECT DISTINCT line, account_id, 'bad_row' FROM movement_problem WHERE account_id IS NOT NULL
"""
# Deposits whose history is only remembered: number, product, the side that adds to what it holds,
# what it held at its cut-over, and that day. Other rooms have queries like this one.
REMEMBERED = """
SELECT number::text, id, 'C'::"char", principal, accrued_until FROM public.savings_termdeposit
 WHERE accrued_until IS NOT NULL
"""
_PRODUCT = "a.product, a.adds, a.ends_at, a.cut_over"
BAD_LINES = """
SELECT p.line, a.product FROM movement_problem p JOIN movement_clean c ON c.line = p.line
  JOIN movement_account a ON a.numero_cuenta = c.numero_cuenta WHERE a.product IS NOT NULL
"""
_FORMATS = """
SELECT count(*) FILTER (WHERE {0} ~ '^-?[0-9]+[.][0-9]{{1,2}}$'),
       count(*) FILTER (WHERE {0} ~ '^-?[0-9]+,[0-9]{{1,2}}$'
                           OR {0} ~ '^-?[0-9]{{1,3}}([.][0-9]{{3}})+,[0-9]{{1,2}}$'
                           OR {0} ~ '^-?[0-9]{{1,3}}([.][0-9]{{3}}){{2,}}$')
  FROM movement_clean
"""
AMOUNT_COLUMNS = ("valor", "saldo")
# What each format lets through, below the sixteen digits that the books hold.
_SHAPES = {
    AmountFormat.MACHINE: "[0-9]{1,16}([.][0-9]{1,2})?$",
    AmountFormat.COLOMBIAN: "([0-9]{1,3}([.][0-9]{3}){1,4}|[0-9]{1,16})(,[0-9]{1,2})?$",
    None: "[0-9]{1,16}$",
}


def read_days(today: date) -> None:
    """`movement_day`: the days that movements may have. Few, so that Python can look at each."""
    days: dict[str, date] = {}
    for (text,) in _rows(_DAYS):
        try:
            days[text] = member_rules.day(text, today)
        except BadValue:
            continue
    with psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute(_GOOD_DAYS.encode(), [list(days), list(days.values())])
    _run("ANALYZE movement_day")


def find_accounts(lines: str, remembered: Sequence[str]) -> list[int]:
    """`movement_account`: who is who. Answers the ledger accounts that the file names.

    `remembered`: the queries of the products whose history is only remembered (see REMEMBERED).
    """
    _run("DROP TABLE IF EXISTS pg_temp.movement_account")
    _run(
        sql.text(SQL / "accounts.sql").format(
            lines=lines, remembered=" UNION ALL ".join(remembered)
        )
    )
    _run("ANALYZE movement_account")
    found = _rows("SELECT account_id FROM movement_account WHERE account_id IS NOT NULL")
    return [row[0] for row in found]


def plain_rows() -> str:
    """The query of the movements of a plain file."""
    _run("DROP TABLE IF EXISTS pg_temp.movement_problem")
    _run(_NO_PROBLEMS)
    return sql.text(SQL / "plain_rows.sql")


def clean() -> None:
    """`movement_clean`: the lines without spaces and signs around their values."""
    _run(sql.text(SQL / "clean.sql"))


def checked_rows() -> tuple[str, str]:
    """Finds every cell that cannot be used (`movement_problem`) and answers the queries of the
    movements that have none: those of accounts, and those that products remember."""
    formats = amount_formats({name: _count_formats(name) for name in AMOUNT_COLUMNS})
    values = {}
    for name, kind in formats.items():
        sign = "-?" if name == "saldo" else ""
        values[f"{name}_shape"] = f"'^{sign}{_SHAPES[kind]}'"
        values[f"{name}_format"] = kind or "unknown"
    _run("DROP TABLE IF EXISTS pg_temp.movement_problem")
    _run(sql.text(SQL / "problems.sql").format(**values))
    _run("ANALYZE movement_problem")
    _run(_BAD_ROWS)
    amounts = {name: _as_number(f"c.{name}_bare", kind) for name, kind in formats.items()}
    text = sql.text(SQL / "checked_rows.sql")
    return (
        text.format(kind="account_id", columns="a.account_id", **amounts),
        text.format(kind="product", columns=_PRODUCT, **amounts),
    )


def names_products() -> bool:
    """Whether the file has movements of products that remember them."""
    return bool(_rows("SELECT 1 FROM movement_account WHERE product IS NOT NULL LIMIT 1"))


def _count_formats(name: str) -> dict[AmountFormat, int]:
    machine, colombian = _rows(_FORMATS.format(f"{name}_bare"))[0]
    return {AmountFormat.MACHINE: machine, AmountFormat.COLOMBIAN: colombian}


def _as_number(text: str, kind: AmountFormat | None) -> str:
    if kind is AmountFormat.COLOMBIAN:
        return f"translate({text}, ',.', '.')"
    return text


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with psycopg.Cursor(connection.connection) as cursor:
        found: list[tuple[Any, ...]] = cursor.execute(statement.encode()).fetchall()
    return found


def _run(statement: str) -> None:
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode())
