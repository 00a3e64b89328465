"""What the worker does with each topic of the outbox."""

from datetime import timedelta

from django.conf import settings

from minga.doors.jobs import links, term_messages
from minga.doors.jobs.aportes_messages import send_aportes_revalued
from minga.doors.jobs.deliver import deliver, note
from minga.doors.jobs.goal_messages import send_goal_quota_skipped
from minga.doors.jobs.loan_messages import (
    send_collection_cost_forgiven,
    send_loan_disbursed,
    send_loan_paid,
)
from minga.doors.jobs.loan_reminders import send_loan_reminder
from minga.doors.jobs.retention_messages import send_retention_given_back
from minga.doors.jobs.term_reminders import send_term_reminder
from minga.doors.jobs.transfer_made import send_transfer_made
from minga.doors.jobs.wording import in_words
from minga.kit.outbox import Handler, Message, NoLongerUseful
from minga.notices.models import Outcome

_CODE_KINDS = {
    "register": "code_register",
    "browser": "code_browser",
    "recover_pin": "code_recover_pin",
    "recover_questions": "code_recover_questions",
    "approve": "code_approve",
}
_WAY_IN_KINDS = {
    "register": "link_register",
    "browser": "link_browser",
    "recover_questions": "link_recover_questions",
}


def send_code(message: Message) -> None:
    """A one-time code: {"channel", "to", "code", "purpose", "minutes", "name"}, "host" where known;
    to approve something, its "destination" and "amount".

    An empty "to" is a person the office does not know: nothing is sent and nothing recorded.
    """
    if not message["to"]:
        return
    kind = _CODE_KINDS[message["purpose"]]
    channel, to = message["channel"], message["to"]
    if message.at >= message.published_at + timedelta(minutes=int(message["minutes"])):
        note(message, kind=kind, channel=channel, to=to, subject="", outcome=Outcome.EXPIRED)
        raise NoLongerUseful("El código venció antes de poder salir.")
    words = {name: str(message.get(name, "")) for name in ("code", "minutes", "name", "host")}
    words |= {name: message[name] for name in ("amount", "destination") if name in message}
    deliver(message, kind=kind, channel=channel, to=to, context=in_words(words))


def send_notice(message: Message) -> None:
    """{"kind", "email", "mobile", "context"}: by e-mail; by text message if there is no e-mail.

    `link`, where it comes along, is the token of a way to close the access: e-mails show it, unless
    nobody said where members find the office.
    """
    channel = "email" if message.get("email") else "sms"
    to = message.get("email") or message.get("mobile")
    if to:
        words = in_words(message["context"])
        if channel == "email" and message.get("link") and settings.ORIGIN:
            words["block_link"] = links.to("web:block_by_link", message["link"])
        deliver(message, kind=message["kind"], channel=channel, to=to, context=words)


def send_link(message: Message) -> None:
    """The link to a new PIN: {"to", "token", "minutes", "name", "hour", "device"}, by e-mail.

    An empty "to" is a person the office does not know: nothing is sent and nothing recorded.
    """
    if message["to"]:
        _send_link(message, "recover_pin_link", "email", "web:open_recovery_link")


def send_way_in(message: Message) -> None:
    """A link instead of a code: as `send_link`, with its "channel" and its "purpose"."""
    if message["to"]:
        kind = _WAY_IN_KINDS[message["purpose"]]
        _send_link(message, kind, message["channel"], "web:open_way_in_link")


def _send_link(message: Message, kind: str, channel: str, page: str) -> None:
    to = message["to"]
    if message.at >= message.published_at + timedelta(minutes=int(message["minutes"])):
        note(message, kind=kind, channel=channel, to=to, subject="", outcome=Outcome.EXPIRED)
        raise NoLongerUseful("El enlace venció antes de poder salir.")
    words = {name: str(message.get(name, "")) for name in ("name", "hour", "device", "minutes")}
    link = links.to(page, message["token"])
    deliver(message, kind=kind, channel=channel, to=to, context=in_words(words) | {"link": link})


URGENT: dict[str, Handler] = {
    "access.code": send_code,
    "access.link": send_link,
    "access.way_in": send_way_in,
}
HANDLERS: dict[str, Handler] = {
    **URGENT,
    "notice": send_notice,
    "transfer_made": send_transfer_made,
    "loan_disbursed": send_loan_disbursed,
    "loan_paid": send_loan_paid,
    "collection_cost_forgiven": send_collection_cost_forgiven,
    "loan_reminder": send_loan_reminder,
    "aportes_revalued": send_aportes_revalued,
    "goal_quota_skipped": send_goal_quota_skipped,
    "retention_given_back": send_retention_given_back,
    "term_deposit_ends_soon": send_term_reminder,
    **term_messages.HANDLERS,
}
