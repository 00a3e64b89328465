"""An office that lives some days ahead: journeys do not wait for a CDAT to mature.

All its processes read the same file, so that its web, its worker and its commands agree on the day.
"""

from datetime import datetime, timedelta
from pathlib import Path

from minga.kit import clock

FILE = "days_ahead"


def put_ahead(home: Path) -> None:
    """From now on this process's clock says what the file of its home adds to the real one."""
    real = clock.now

    def ahead() -> datetime:
        try:
            days = int((home / FILE).read_text())
        except FileNotFoundError:
            days = 0
        return real() + timedelta(days=days)

    clock.now = ahead
