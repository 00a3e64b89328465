"""Stages of collection at the end of a day: charged once each, until the loan is up to date again.

Nothing is posted: like mora, what is charged becomes income when it is paid.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from minga.kit import sql

SQL = Path(__file__).parent / "sql" / "close"


def collection_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers how many stages were charged, and how much.

    What was paid before a late close came is not charged any more.
    """
    del at, before
    sql.run_named(sql.text(SQL / "collected.sql"), {"day": day})
    [(count, total)] = sql.rows_named(sql.text(SQL / "collect.sql"), {"day": day})
    return {"charged": str(count), "amount": str(total)}
