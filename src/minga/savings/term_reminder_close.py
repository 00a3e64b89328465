"""Term deposits that end soon, at the end of a day: their members are told, each deposit once.

Nothing is told while missed days are caught up, only by the close of the day just over; a deposit
whose day was missed is told while there is still a day left to say what becomes of it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from minga.kit import outbox, parameters, sql
from minga.kit.clock import business_date
from minga.notices.contact_hours import next_allowed

TOPIC = "term_deposit_ends_soon"
SQL = Path(__file__).parent / "sql" / "close"
DAY = timedelta(days=1)
APART = timedelta(milliseconds=50)


def reminders_of_deposits(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers how many members are told, and how many
    have no address to be told at.

    People read it the morning after `day`. No law sets hours for it: it keeps those in which people
    may be told what they owe, because nobody wants a telephone that rings at night. Raises
    MissingParameter.
    """
    del before
    days = parameters.whole("notices.cdat_before_days", day)
    if day < business_date(at) - DAY or days < 1:
        return {}
    found: list[Any] = sql.rows_named(
        sql.text(SQL / "remind_term.sql"),
        {"day": day, "since": day + 2 * DAY, "until": day + (1 + days) * DAY},
    )
    told = [{"deposit_id": str(deposit)} for deposit, can_be_told in found if can_be_told]
    if told:
        outbox.publish_many(TOPIC, told, since=next_allowed(at), apart=APART)
    return {"told_maturing": str(len(told)), "unreachable": str(len(found) - len(told))}
