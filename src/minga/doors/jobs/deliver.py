"""One composed message, out through its channel."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from minga.doors.jobs.channels import Channels, open_channels
from minga.integrations import email, sms
from minga.kit.ids import key_from
from minga.kit.outbox import DeliveryFailed, Message
from minga.notices import deliveries, rules
from minga.notices.compose import Composed, compose
from minga.notices.demo_mailbox import MailboxMessage, keep_demo_message
from minga.notices.models import Outcome


def deliver(
    message: Message, *, kind: str, channel: str, to: str, context: Mapping[str, str]
) -> None:
    """Composes and hands over, unless it is known to have arrived. Raises DeliveryFailed."""
    if deliveries.has_arrived(message.id, channel):
        return
    words = dict(context) | {
        "cooperative": settings.COOPERATIVE_NAME,
        "phone": settings.COOPERATIVE_PHONE,
    }
    composed = compose(kind, words, channel)
    try:
        outcome = _hand_over(message, composed, channel, to)
    except DeliveryFailed:
        outcome = Outcome.FAILED if message.is_last_attempt else Outcome.RETRYING
        note(message, kind=kind, channel=channel, to=to, subject=composed.subject, outcome=outcome)
        raise
    note(message, kind=kind, channel=channel, to=to, subject=composed.subject, outcome=outcome)


def note(
    message: Message, *, kind: str, channel: str, to: str, subject: str, outcome: Outcome
) -> None:
    """Records how it went, without the words and with the address masked."""
    deliveries.record_delivery(
        message=message.id, kind=kind, channel=channel, subject=subject,
        recipient=rules.mask_email(to) if channel == "email" else rules.mask_mobile(to),
        at=message.at, outcome=outcome, attempts=message.attempts,
    )  # fmt: skip


def _hand_over(message: Message, composed: Composed, channel: str, to: str) -> Outcome:
    channels = open_channels()
    if channel == "email" and channels.email:
        _send_email(channels.email, message, composed, to)
    elif channel == "sms" and channels.sms:
        sms.send(channels.sms, to=to, text=composed.text, key=_key(message))
    else:
        return _keep(channels, message, composed, channel, to)
    return Outcome.SENT


def _send_email(server: email.EmailServer, message: Message, composed: Composed, to: str) -> None:
    mail = email.Mail(
        key=_key(message), to=to, sender_name=settings.COOPERATIVE_NAME, at=message.at,
        subject=composed.subject, text=composed.text, html=composed.html,
    )  # fmt: skip
    email.send(server, mail)


def _keep(
    channels: Channels, message: Message, composed: Composed, channel: str, to: str
) -> Outcome:
    if not channels.keeps_demo_mail:
        variable = "EMAIL_URL" if channel == "email" else "SMS_URL"
        raise DeliveryFailed(f"Falta {variable}: no hay por dónde enviar.")
    keep_demo_message(MailboxMessage(channel, to, composed.subject, composed.text, message.at))
    return Outcome.KEPT


def _key(message: Message) -> UUID:
    """The same at every try and in no other office: numbers start at 1 in each of them."""
    published = message.published_at.isoformat()
    return key_from("outbox", settings.SECRET_KEY, str(message.id), published)
