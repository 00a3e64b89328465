"""Time as people in Colombia count it. Only doors read the clock; everything else is told the
time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")  # UTC-5 all year round


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def business_date(at: datetime) -> date:
    """The calendar day in Colombia at that moment."""
    return at.astimezone(BOGOTA).date()
