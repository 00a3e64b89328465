"""What staff see of a member's access: where it stands and why, never the secrets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minga.access import known_browsers, money_holds
from minga.access.history import HistoryEntry, history
from minga.access.models import (
    AccessBlock,
    Credential,
    FormerCredential,
    OfficeSession,
    Passkey,
    PinBlock,
)
from minga.access.rules import browser_label
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class Block:
    """Since when something is closed, and why (a code)."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class StaffBrowser:
    """A known browser."""

    device: str
    enrolled_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccessState:
    """Everything at once. `registered_at` is None for who is not registered."""

    member_id: UUID
    name: str
    registered_at: datetime | None
    pin_changed_at: datetime | None
    failures: int
    last_sign_in_at: datetime | None
    pin_block: Block | None
    access_block: Block | None
    money_held_until: datetime | None
    browsers: list[StaffBrowser]
    sessions: int
    passkeys: int
    resets: int
    last: list[HistoryEntry]


def access_state(document_type: str, number: str, at: datetime) -> AccessState | None:
    """The state of one document as it is now; None when it is no member's."""
    member = Member.objects.filter(document_type=document_type, document_number=number).first()
    if member is None:
        return None
    credential = Credential.objects.filter(member=member).first()
    pin_block = PinBlock.objects.filter(credential_id=member.id, lifted_at=None).first()
    access_block = AccessBlock.objects.filter(member=member, lifted_at=None).first()
    return AccessState(
        member_id=member.id,
        name=member.full_name,
        registered_at=credential.registered_at if credential else None,
        pin_changed_at=credential.pin_changed_at if credential else None,
        failures=credential.failures if credential else 0,
        last_sign_in_at=credential.last_sign_in_at if credential else None,
        pin_block=Block(pin_block.at, pin_block.why) if pin_block else None,
        access_block=Block(access_block.at, access_block.why) if access_block else None,
        money_held_until=money_holds.held_until(member.id, at),
        browsers=_browsers(member.id, at),
        sessions=_sessions(member.id, at),
        passkeys=Passkey.objects.filter(member=member, removed_at=None).count(),
        resets=FormerCredential.objects.filter(member=member).count(),
        last=history(member.id, cursor="", at=at).entries,
    )


def _browsers(member_id: UUID, at: datetime) -> list[StaffBrowser]:
    known = known_browsers.of(member_id, at).select_related("browser").order_by("-last_used_at")
    return [
        StaffBrowser(
            browser_label(one.browser.user_agent) if one.browser else "",
            one.enrolled_at or one.proven_at,
            one.last_used_at,
        )
        for one in known
    ]


def _sessions(member_id: UUID, at: datetime) -> int:
    living = OfficeSession.objects.filter(member_id=member_id, ended_at=None, expires_at__gt=at)
    return sum(one.last_seen_at + one.idle > at for one in living)
