"""Links that were sent to a member: why one serves no more."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from minga.access.models import RecoveryLink, WayInLink
from minga.kit.refusal import Refusal

Why = Literal["unknown", "expired", "used", "superseded"]


class LinkRefused(Refusal):
    """This link opens nothing (any more), for the reason `why`. Another one may be asked for."""

    code = "link_refused"

    def __init__(self, why: Why) -> None:
        super().__init__(why=why)
        self.why = why


def refused(link: RecoveryLink | WayInLink | None, at: datetime) -> LinkRefused | None:
    """Why a link would be refused; None when it is good."""
    if link is None:
        return LinkRefused("unknown")
    if link.used_at is not None:
        return LinkRefused("used")
    if link.superseded_at is not None:
        return LinkRefused("superseded")
    return LinkRefused("expired") if at >= link.expires_at else None


def end_ways_in(member_id: UUID, at: datetime, purpose: str = "") -> None:
    """No link that stands for a code serves any more; or none of one `purpose`."""
    waiting = WayInLink.objects.filter(candidate=member_id, used_at=None, superseded_at=None)
    if purpose:
        waiting = waiting.filter(purpose=purpose)
    waiting.update(superseded_at=at)


def end_all(member_id: UUID, at: datetime) -> None:
    """No link on its way to a member opens anything any more, nor changes the PIN."""
    end_ways_in(member_id, at)
    waiting = RecoveryLink.objects.filter(candidate=member_id, used_at=None, superseded_at=None)
    waiting.update(superseded_at=at)
