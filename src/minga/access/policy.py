"""The limits and times of getting in, as dated parameters (rows `access.*`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from minga.kit import parameters
from minga.kit.clock import business_date


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """What is in force on one day."""

    adult_years: int
    browser_life: timedelta
    code_life: timedelta
    code_tries: int
    code_resend: timedelta
    codes_per_hour: int
    codes_per_day: int
    flow_life: timedelta
    pin_free_tries: int
    pin_waits: tuple[timedelta, ...]
    pin_failures_overall: int
    session_idle: timedelta
    session_absolute: timedelta
    source_ids: int
    source_tries: int
    source_window: timedelta


def policy(at: datetime) -> AccessPolicy:
    """Everything in force at that moment. Raises MissingParameter."""
    on = business_date(at)

    def value(key: str) -> int:
        return parameters.whole(f"access.{key}", on)

    return AccessPolicy(
        adult_years=value("adult_years"),
        browser_life=timedelta(days=value("browser.days")),
        code_life=timedelta(minutes=value("code.life_minutes")),
        code_tries=value("code.tries"),
        code_resend=timedelta(seconds=value("code.resend_seconds")),
        codes_per_hour=value("code.per_hour"),
        codes_per_day=value("code.per_day"),
        flow_life=timedelta(minutes=value("flow.minutes")),
        pin_free_tries=value("pin.free_tries"),
        pin_waits=(
            timedelta(seconds=value("pin.wait_1_seconds")),
            timedelta(seconds=value("pin.wait_2_seconds")),
        ),
        pin_failures_overall=value("pin.failures_overall"),
        session_idle=timedelta(minutes=value("session.idle_minutes")),
        session_absolute=timedelta(minutes=value("session.absolute_minutes")),
        source_ids=value("source.ids"),
        source_tries=value("source.tries"),
        source_window=timedelta(minutes=value("source.minutes")),
    )
