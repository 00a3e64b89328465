"""The limits and times of the staff's own door, as dated parameters (rows `staff.*`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from minga.kit import parameters
from minga.kit.clock import business_date


@dataclass(frozen=True, slots=True)
class StaffPolicy:
    """What is in force on one day."""

    session_idle: timedelta
    session_absolute: timedelta
    link_life: timedelta
    challenge_life: timedelta
    keys_per_employee: int
    source_tries: int
    source_window: timedelta
    file_life: timedelta
    proposal_life: timedelta


def policy(at: datetime) -> StaffPolicy:
    """Everything in force at that moment. Raises MissingParameter."""
    on = business_date(at)

    def value(key: str) -> int:
        return parameters.whole(f"staff.{key}", on)

    return StaffPolicy(
        session_idle=timedelta(minutes=value("session.idle_minutes")),
        session_absolute=timedelta(minutes=value("session.absolute_minutes")),
        link_life=timedelta(hours=value("link.hours")),
        challenge_life=timedelta(minutes=value("challenge_minutes")),
        keys_per_employee=value("keys_per_employee"),
        source_tries=value("source.tries"),
        source_window=timedelta(minutes=value("source.minutes")),
        file_life=timedelta(minutes=value("file.minutes")),
        proposal_life=timedelta(hours=value("proposal.hours")),
    )
