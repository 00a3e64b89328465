"""The least that the database needs to write what a close writes: three statements, or eight."""

import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from bench.day_close.plan import FIRST_OF_MONTH, MONTH_END

_PARTS = re.split(
    r"^-- name: (\w+)\n", (Path(__file__).with_name("bare.sql")).read_text(), flags=re.M
)
TEXT = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))
# What the tables of each contestant have besides their columns.
TARGETS = {"bare": "", "indexed": "INCLUDING INDEXES"}
_WRITTEN = """
SELECT (SELECT count(*) FROM {accrual} WHERE business_date = '{day}'),
       (SELECT count(*) FROM {loan_accrual} WHERE business_date = '{day}'),
       (SELECT count(*) FROM {credit}),
       (SELECT count(*) FROM {posting} WHERE business_date = '{day}')
"""
OURS = {
    "accrual": "savings_accrual", "loan_accrual": "loans_loanaccrual",
    "credit": "savings_interestcredit", "posting": "ledger.posting",
}  # fmt: skip


def prepare(connection: psycopg.Connection[Any]) -> None:
    """The tables of both contestants."""
    _run(connection, "sources", month_end=MONTH_END)
    for target, indexes in TARGETS.items():
        _run(connection, "tables", target=target, indexes=indexes)
    connection.execute("VACUUM ANALYZE")


def close(connection: psycopg.Connection[Any], target: str, day: date, impaired: int) -> float:
    """The day's rows in one transaction; seconds."""
    began = time.perf_counter()
    with connection.transaction():
        _run(connection, "day", target=target, day=day)
        if day == MONTH_END:
            known = {"first": FIRST_OF_MONTH, "day": day, "impaired": impaired}
            _run(connection, "month_end", target=target, **known)
    return time.perf_counter() - began


def written(connection: psycopg.Connection[Any], day: date, target: str | None = None) -> list[int]:
    """How many rows of each kind there are of that day: ours, or a contestant's."""
    names = OURS if target is None else {name: f"{target}_{name}" for name in OURS}
    found = connection.execute(_WRITTEN.format(day=day, **names)).fetchone()
    assert found is not None
    return [int(one) for one in found]


def _run(connection: psycopg.Connection[Any], name: str, **known: object) -> None:
    for statement in TEXT[name].format(**known).split(";\n"):
        connection.execute(statement)
