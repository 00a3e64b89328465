"""The ways a member on file is reached to recover something, and those that must rest."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from minga.access.decoy import NOBODY
from minga.access.models import ChannelUse, Flow, FlowKind
from minga.access.policy import AccessPolicy
from minga.members.models import Member

Channel = Literal["sms", "email"]
Choice = Literal["sms", "email", "both"]
PIN, QUESTIONS = "pin", "questions"  # what was recovered
_CHOSEN: dict[str, tuple[Channel, ...]] = {
    "sms": ("sms",),
    "email": ("email",),
    "both": ("sms", "email"),
}


def note_use(member_id: UUID, channel: str, what: str, at: datetime) -> None:
    """Remembers that something was recovered this way; `both` are two ways."""
    ChannelUse.objects.bulk_create(
        ChannelUse(member_id=member_id, channel=one, what=what, at=at)
        for one in _CHOSEN.get(channel, (channel,))
    )


def resting(member_id: UUID, in_force: AccessPolicy, at: datetime) -> frozenset[str]:
    """The ways that recovered the PIN a short while ago: they do not recover the rest as well."""
    used = ChannelUse.objects.filter(
        member_id=member_id, what=PIN, at__gt=at - in_force.channel_rest
    )
    return frozenset(used.values_list("channel", flat=True))


def addresses(
    member: Member | None, choice: str, without: frozenset[str]
) -> tuple[tuple[Channel, str], ...]:
    """Each chosen channel with the address on file; empty where there is none, or it rests.

    As many for somebody who does not exist.
    """
    on_file = {"sms": member.mobile, "email": member.email} if member else {}
    return tuple((one, "" if one in without else on_file.get(one, "")) for one in _CHOSEN[choice])


def ways(
    flow: Flow, member: Member | None, in_force: AccessPolicy, at: datetime
) -> tuple[tuple[Channel, str], ...]:
    """Where the codes of a recovery go. A PIN's second proof is never in the mailbox of its
    link."""
    if flow.kind == FlowKind.RECOVER_PIN:
        return addresses(member, "sms", frozenset())
    return addresses(member, flow.channel, resting(member.id if member else NOBODY, in_force, at))
