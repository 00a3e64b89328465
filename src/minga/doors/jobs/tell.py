"""Telling a member something that happened to their money."""

from collections.abc import Mapping

from minga.doors.jobs.deliver import deliver
from minga.doors.jobs.wording import in_words
from minga.kit.outbox import Message
from minga.members.models import Member


def tell(message: Message, kind: str, member: Member, context: Mapping[str, str]) -> None:
    """By e-mail; by text message where there is no e-mail; else nobody."""
    channel = "email" if member.email else "sms"
    to = member.email or member.mobile
    if to:
        name = (member.given_names.split() or [""])[0]
        words = in_words({"name": name, **context})
        deliver(message, kind=kind, channel=channel, to=to, context=words)
