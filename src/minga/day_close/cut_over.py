"""Where the days of another system end and those of this office begin."""

from datetime import date

from minga.day_close.locks import one_close_at_a_time
from minga.day_close.models import BusinessDay
from minga.kit import sql

_BROUGHT = """
SELECT min(x.day) FROM (SELECT accrued_until FROM savings_savingsaccount
                        UNION ALL SELECT accrued_until FROM savings_termdeposit
                        UNION ALL SELECT "on" FROM loans_broughtloan) x (day)
"""


def last_closed() -> date | None:
    """The last day that this office closed; None when it has closed none."""
    found = BusinessDay.objects.exclude(closed_at=None).order_by("-date").first()
    return found.date if found else None


def last_closed_held() -> date | None:
    """The same, and no close begins before the caller's transaction ends."""
    one_close_at_a_time()
    return last_closed()


def brought_until() -> date | None:
    """The first cut-over day of the products that came from another system; None without any."""
    found: date | None = sql.one(_BROUGHT, [])[0]
    return found
