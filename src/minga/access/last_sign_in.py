"""When and from where a member was here before this time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.access import rules
from minga.access.models import OfficeSession
from minga.access.visitor import Visitor


@dataclass(frozen=True, slots=True)
class LastSignIn:
    """The sign-in before this one, as far as it is known.

    `device` is empty where the browser did not say what it is. No place is told: an address says
    which network it was, and only whether that is `elsewhere` than the one at hand.
    """

    at: datetime
    device: str
    with_passkey: bool
    elsewhere: bool


def last_sign_in(member_id: UUID, at: datetime | None, by: Visitor) -> LastSignIn | None:
    """What is known of the sign-in at that moment, in one query; None before the first time."""
    if at is None:
        return None
    session = (
        OfficeSession.objects.filter(member_id=member_id, started_at__lte=at)
        .order_by("-started_at")
        .first()
    )
    if session is None:
        return LastSignIn(at, "", with_passkey=False, elsewhere=False)
    return LastSignIn(
        at,
        rules.browser_label(session.user_agent),
        with_passkey=session.passkey_id is not None,
        elsewhere=rules.source(session.ip) != by.source,
    )
