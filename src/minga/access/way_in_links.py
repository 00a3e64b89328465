"""A link instead of a code, where a number has used up its codes: strangers keep nobody out.

Whoever asks then only makes a link arrive at the addresses on file. It has 128 random bits, so that
no limit of tries is needed, and proves possession for the browser that opens it, not for the one
that asked. For a number that is nobody's the same is written, and goes nowhere.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from minga.access.code_limits import TooManyCodes
from minga.access.code_messages import first_name
from minga.access.codes import STRANGERS_ASK, CodePurpose, Issued
from minga.access.keys import token_digest
from minga.access.models import Flow, WayInLink
from minga.access.policy import AccessPolicy
from minga.access.recovery_channels import Channel
from minga.access.rules import browser_label
from minga.access.visitor import Visitor
from minga.kit import outbox
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal
from minga.members.models import Member

TOKEN_BYTES = 16  # short enough for a text message
_WAYS: dict[CodePurpose, tuple[Channel, ...]] = {"register": ("email",)}
_EVERY_WAY: tuple[Channel, ...] = ("email", "sms")


def is_due(
    flow: Flow,
    purpose: CodePurpose,
    asked: Issued | Refusal,
    in_force: AccessPolicy,
    at: datetime,
) -> bool:
    """Whether a link takes the place of a code that was `asked` for; the caller has its turn.

    At most one in a while for one number, unless the one before served: nobody is flooded.
    """
    no_more_codes = isinstance(asked, TooManyCodes) or (isinstance(asked, Issued) and asked.used_up)
    if purpose not in STRANGERS_ASK or not no_more_codes:
        return False
    waiting = WayInLink.objects.filter(
        subject=bytes(flow.subject),
        purpose=purpose,
        issued_at__gt=at - in_force.way_in_pause,
        used_at=None,
        superseded_at=None,
    )
    return not waiting.exists()


def send(
    flow: Flow,
    purpose: CodePurpose,
    people: Sequence[Member],
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
    *,
    resting: frozenset[str] = frozenset(),
) -> None:
    """One link to each person by every way on file that is not `resting`; as many to nobody.

    The older ones serve until they expire: a message may take its time.
    """
    links = []
    for member in people or (None,):
        for channel in _WAYS.get(purpose, _EVERY_WAY):
            token = secrets.token_urlsafe(TOKEN_BYTES)
            links.append(_link(flow, purpose, member, channel, token, in_force, at))
            to = "" if channel in resting else _address(member, channel)
            _publish(purpose, member, (channel, to, token), in_force, by, at)
    WayInLink.objects.bulk_create(links)


def _link(
    flow: Flow,
    purpose: CodePurpose,
    member: Member | None,
    channel: Channel,
    token: str,
    in_force: AccessPolicy,
    at: datetime,
) -> WayInLink:
    return WayInLink(
        token_digest=token_digest(token),
        purpose=purpose,
        candidate=member.id if member else uuid7(),
        channel=channel,
        subject=bytes(flow.subject),
        issued_at=at,
        expires_at=at + in_force.way_in_life,
    )


def _address(member: Member | None, channel: Channel) -> str:
    if member is None:
        return ""
    return member.email if channel == "email" else member.mobile


def _publish(
    purpose: CodePurpose,
    member: Member | None,
    letter: tuple[Channel, str, str],
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> None:
    channel, to, token = letter
    outbox.publish(
        "access.way_in",
        {
            "channel": channel,
            "to": to,
            "token": token,
            "purpose": purpose,
            "minutes": in_force.way_in_life.seconds // 60,
            "name": first_name(member) if member else "",
            "hour": at.isoformat(),
            "device": browser_label(by.user_agent),
        },
    )
