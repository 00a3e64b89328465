"""Stages of collection at the end of a day: charged once each, until the loan is up to date again.

Nothing is posted: like mora, what is charged becomes income when it is paid.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from minga.kit import sql

SQL = Path(__file__).parent / "sql" / "close"


def collection_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers how many stages were charged, and how much.

    What was paid before a late close came is not charged any more.
    """
    del at, before
    sql.run_named(_text("collected.sql"), {"day": day})
    [(count, total)] = sql.rows_named(_text("collect.sql"), {"day": day})
    return {"charged": str(count), "amount": str(total)}


@cache
def _text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")
