"""What the pages of «Seguridad» show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.access import enrolments, known_browsers, sessions
from minga.access.models import Credential, OfficeSession
from minga.access.policy import policy
from minga.access.rules import browser_label


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser where a PIN alone opens the office."""

    id: UUID
    device: str
    enrolled_at: datetime
    last_used_at: datetime
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that somebody may be using now."""

    id: UUID
    device: str
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """Where the member's access stands; the one at hand is first in each list."""

    pin_changed_at: datetime
    has_secret: bool
    has_strip: bool
    has_questions: bool
    browsers: list[KnownBrowser]
    sessions: list[OpenSession]


def security_page(session_token: str, browser_token: str, at: datetime) -> SecurityPage:
    """Everything of the session's member. Raises SessionOver."""
    here = sessions.living(session_token, at)
    credential = Credential.objects.get(member_id=here.member_id)
    return SecurityPage(
        credential.pin_changed_at or credential.registered_at,
        credential.has_secret,
        credential.has_secret or bool(credential.image),
        not policy(at).is_strict,
        _browsers(here.member_id, browser_token, at),
        _sessions(here, at),
    )


def _browsers(member_id: UUID, browser_token: str, at: datetime) -> list[KnownBrowser]:
    here = enrolments.living(browser_token, member_id, at)
    found = [
        KnownBrowser(
            one.id,
            browser_label(one.browser.user_agent) if one.browser else "",
            one.enrolled_at or one.proven_at,
            one.last_used_at or one.enrolled_at or one.proven_at,
            here is not None and one.id == here.id,
        )
        for one in known_browsers.of(member_id, at).select_related("browser")
    ]
    return sorted(found, key=lambda one: (one.is_this_one, one.last_used_at), reverse=True)


def _sessions(here: OfficeSession, at: datetime) -> list[OpenSession]:
    living = OfficeSession.objects.filter(
        member_id=here.member_id, ended_at=None, expires_at__gt=at
    )
    found = [
        OpenSession(
            one.id,
            browser_label(one.user_agent),
            one.started_at,
            one.last_seen_at,
            one.id == here.id,
        )
        for one in living
        if one.last_seen_at + one.idle > at
    ]
    return sorted(found, key=lambda one: (one.is_this_one, one.last_seen_at), reverse=True)
