"""What falls due and what is late, at the end of a day: its people are told, each stage once.

Nothing is told while missed days are caught up, only by the close of the day just over: what is
late then is told with the latest stage it has reached.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from uuid import UUID

from minga.kit import outbox, parameters, sql
from minga.kit.clock import business_date
from minga.loans.reminder_rules import SOON, Window, windows
from minga.notices.contact_hours import openings

TOPIC = "loan_reminder"
SQL = Path(__file__).parent / "sql" / "close"
ONE_DAY = timedelta(days=1)
APART = timedelta(milliseconds=50)
type Told = tuple[UUID, UUID, date, int, int]  # loan, member, due on, stage, which of theirs


def reminders_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers how many people are told of what, and how
    many have no address to be told at.

    Each message waits for the next hour in which it may go; what it says is found out then. Raises
    MissingParameter.
    """
    del before
    asked = _windows(day)
    if day < business_date(at) - ONE_DAY or not asked:
        return {}
    found: list[Any] = sql.rows_named(
        sql.text(SQL / "remind.sql"),
        {
            "day": day,
            "last": max(one.until for one in asked),
            "stages": [one.stage for one in asked],
            "since": [one.since for one in asked],
            "until": [one.until for one in asked],
        },
    )
    told: list[Told] = [row for row in found if row[4] is not None]
    _publish(told, at)
    soon = sum(stage == SOON for _, _, _, stage, _ in told)
    return {
        "told_soon": str(soon),
        "told_late": str(len(told) - soon),
        "unreachable": str(len(found) - len(told)),
    }


def _windows(day: date) -> tuple[Window, ...]:
    return windows(
        day,
        before_days=parameters.whole("notices.instalment_before_days", day),
        stages=[int(one) for one in parameters.text("notices.overdue_stages", day).split()],
        catch_up_days=parameters.whole("notices.overdue_catch_up_days", day),
    )


def _publish(told: Sequence[Told], at: datetime) -> None:
    """The first of each person in the next hour, their second on the day after, and so on."""
    if not told:
        return
    opens = list(islice(openings(at), told[-1][-1]))
    for nth, some in groupby(told, key=lambda one: one[-1]):
        messages = [
            {"loan": str(loan), "member": str(member), "due_on": str(due_on), "stage": stage}
            for loan, member, due_on, stage, _ in some
        ]
        outbox.publish_many(TOPIC, messages, since=opens[nth - 1], apart=APART)
