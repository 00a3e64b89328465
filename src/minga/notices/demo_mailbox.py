"""The demo's mailbox: where messages go when there is nobody to send them to."""

from dataclasses import dataclass
from datetime import datetime

from minga.notices.models import DemoMessage

SHOWN_MAX = 500


@dataclass(frozen=True)
class MailboxMessage:
    """One message as it would have arrived; `channel` is "email" or "sms"."""

    channel: str
    to: str
    subject: str
    text: str
    at: datetime


def keep_demo_message(message: MailboxMessage) -> None:
    """Puts one message in the mailbox."""
    DemoMessage.objects.create(
        channel=message.channel, to=message.to, subject=message.subject,
        text=message.text, at=message.at,
    )  # fmt: skip


def demo_messages() -> list[MailboxMessage]:
    """The newest messages first."""
    found = DemoMessage.objects.order_by("-at", "-pk")[:SHOWN_MAX]
    return [MailboxMessage(m.channel, m.to, m.subject, m.text, m.at) for m in found]
