"""Telling a member that their transfer was made."""

from minga.doors.jobs.deliver import deliver
from minga.doors.jobs.wording import in_words
from minga.kit.outbox import Message
from minga.payments.models import Transfer


def send_transfer_made(message: Message) -> None:
    """{"transfer_id"}: by e-mail; by text message where there is no e-mail; else nobody is told."""
    transfer = Transfer.objects.select_related("member").get(pk=message["transfer_id"])
    member = transfer.member
    context = {
        "name": (member.given_names.split() or [""])[0],
        "amount": str(transfer.amount),
        "reference": transfer.reference,
        "hour": transfer.made_at.isoformat(),
    }
    channel = "email" if member.email else "sms"
    to = member.email or member.mobile
    if to:
        deliver(message, kind="transfer_done", channel=channel, to=to, context=in_words(context))
