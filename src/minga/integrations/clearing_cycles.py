"""Which clearing cycle an order sent to CENIT falls into.

Windows: Banco de la República, DSP-152 annex 2 of 2025-02-27, 3.1. An order between two cycles
waits for the next one; after the last, or on a day banks do not open, for the next bank day's
first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from minga.kit.calendar import COLOMBIA, Calendar
from minga.kit.clock import BOGOTA


@dataclass(frozen=True, slots=True)
class Cycle:
    """When a cycle takes files, in Colombian time."""

    number: int
    opens: time
    closes: time


CYCLES = (
    Cycle(1, time(7, 30), time(10, 30)),
    Cycle(2, time(11), time(13)),
    Cycle(3, time(13, 30), time(15)),
    Cycle(4, time(15, 30), time(17, 15)),
    Cycle(5, time(17, 45), time(18, 45)),
)


def cycle_for(at: datetime, calendar: Calendar = COLOMBIA) -> tuple[date, Cycle]:
    """The bank day and cycle of an order sent at that moment."""
    local = at.astimezone(BOGOTA)
    if calendar.is_bank_day(local.date()):
        for cycle in CYCLES:
            if local.time() <= cycle.closes:
                return local.date(), cycle
    return calendar.bank_day_from(local.date() + timedelta(days=1)), CYCLES[0]
