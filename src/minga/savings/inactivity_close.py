"""Accounts at sight without a movement of their member, marked at the end of a day.

A movement is the member's when they made it, or staff for them, or it came with the history of
another system, or it is a quota that they ordered beforehand. Interest, fees and taxes are not.
Which days an account moved is asked only when the last one known is old enough: of a million
accounts, some thousands a day.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from minga.kit import sql
from minga.savings.models import ProductKind
from minga.savings.plans_in_force import plans_in_force

SQL = Path(__file__).parent / "sql" / "close"
BY_MEMBER = ["member:%", "staff:%", "system:import"]
ORDERED = ["goal_quota"]


def inactive_accounts(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers the figures. A plan whose terms name no
    days marks nobody."""
    del at, before
    named = {"day": day, "by_member": BY_MEMBER, "ordered": ORDERED}
    ended = sql.named(sql.text(SQL / "end_inactivity.sql"), named)[0]
    terms = plans_in_force(ProductKind.SIGHT, day)
    asking = [(plan, one) for plan, one in terms if one.inactive_after_days]
    marked = 0
    if asking:
        named |= {
            "plans": [plan for plan, _ in asking],
            "days": [one.inactive_after_days for _, one in asking],
            "default_plan": terms[0][0] if len(terms) == 1 else None,
        }
        marked = sql.named(sql.text(SQL / "mark_inactive.sql"), named)[0]
    return {"marked": str(marked), "ended": str(ended)}
