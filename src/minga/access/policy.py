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
    is_strict: bool
    long_secret_characters: int
    question_tries: int
    pin_failures_month: int
    link_life: timedelta
    links_per_day: int
    way_in_life: timedelta
    way_in_pause: timedelta
    recovery_hold: timedelta
    channel_rest: timedelta
    block_link_life: timedelta
    approval_life: timedelta
    approval_pin_tries: int
    challenge_life: timedelta
    passkeys_per_member: int
    recent: timedelta
    kept_form_life: timedelta
    kept_form_after: timedelta
    kept_form_characters: int
    kept_forms_per_member: int
    spray_members: int
    spray_failures_percent: int
    spray_tries_min: int


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
        is_strict=value("profile") == 1,
        long_secret_characters=value("long_secret.characters"),
        question_tries=value("question.tries"),
        pin_failures_month=value("pin.failures_month"),
        link_life=timedelta(minutes=value("recovery.link_minutes")),
        links_per_day=value("recovery.links_per_day"),
        way_in_life=timedelta(minutes=value("way_in.link_minutes")),
        way_in_pause=timedelta(minutes=value("way_in.pause_minutes")),
        recovery_hold=timedelta(hours=value("recovery.hold_hours")),
        channel_rest=timedelta(hours=value("recovery.channel_hours")),
        block_link_life=timedelta(days=value("block_link.days")),
        approval_life=timedelta(minutes=value("approval.minutes")),
        approval_pin_tries=value("approval.pin_tries"),
        challenge_life=timedelta(minutes=value("passkey.challenge_minutes")),
        passkeys_per_member=value("passkey.per_member"),
        recent=timedelta(minutes=value("session.recent_minutes")),
        kept_form_life=timedelta(minutes=value("kept_form.minutes")),
        kept_form_after=timedelta(minutes=value("kept_form.after_minutes")),
        kept_form_characters=value("kept_form.characters"),
        kept_forms_per_member=value("kept_form.per_member"),
        spray_members=value("spray.members"),
        spray_failures_percent=value("spray.failures_percent"),
        spray_tries_min=value("spray.tries_min"),
    )
