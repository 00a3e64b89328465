"""What leaves for the outside: codes (one message even when it is nobody's) and notices."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from minga.access import block_links
from minga.access.codes import CodePurpose, Issued
from minga.access.policy import AccessPolicy
from minga.access.rules import browser_label
from minga.access.visitor import Visitor
from minga.kit import outbox
from minga.members.models import Member

Channel = Literal["", "sms", "email"]
# Nothing was done, and nothing may tell it from a stranger's code; or the access is closed already.
_WITHOUT_LINK = frozenset({"already_registered", "access_blocked"})
OTHER_CHANNEL_FROM = 3  # the second «Enviar otro código» tries the member's other contact


def send(
    issued: Issued,
    purpose: CodePurpose,
    members: dict[UUID, Member],
    policy: AccessPolicy,
    *,
    asked: Channel = "",
    host: str = "",
) -> None:
    """Writes the messages in the caller's transaction; one without a recipient goes nowhere.

    `asked`: the channel that was chosen. `host`: the office's name in the address bar, which ties
    the code of a text message to its pages.
    """
    for member_id, code in issued.codes:
        member = members.get(member_id) if member_id else None
        channel, to = contact(member, purpose, issued.nth, asked)
        outbox.publish(
            "access.code",
            {
                "channel": channel,
                "to": to,
                "code": code,
                "purpose": purpose,
                "minutes": policy.code_life.seconds // 60,
                "name": first_name(member) if member else "",
            }
            | tie(host),
        )


def tie(host: str) -> dict[str, str]:
    """What a code's message says about the pages it belongs to: nothing where they are unknown."""
    return {"host": host} if host else {}


def contact(
    member: Member | None, purpose: CodePurpose, nth: int, asked: Channel = ""
) -> tuple[str, str]:
    """Channel and address of the `nth` code of a flow.

    Registration proves the mailbox on file. A browser is verified by the channel that was asked
    for; by the only one on file, whichever was asked for; and, where nobody chose, by the mobile
    first, and by the other contact when two messages did not help.
    """
    if member is None:
        return "email", ""
    if purpose == "register":
        return "email", member.email
    on_file = [one for one in (("sms", member.mobile), ("email", member.email)) if one[1]]
    if not on_file:
        return "email", ""
    chosen = [one for one in on_file if one[0] == asked]
    if chosen:
        return chosen[0]
    return on_file[-1] if nth >= OTHER_CHANNEL_FROM else on_file[0]


def notify(
    kind: str, member: Member, at: datetime, by: Visitor, *, everywhere: bool = False
) -> None:
    """Tells a member what happened to their access: by e-mail, or by text message without one.

    `everywhere`: by both, so that whoever has one of them cannot hide it from the other. In an
    e-mail goes a link that closes the access, unless there is nothing to close.
    """
    on_file = {"email": member.email, "mobile": member.mobile}
    ways = [{"email": "", "mobile": ""} | {way: to} for way, to in on_file.items() if to]
    for reached in ways if everywhere else [on_file]:
        outbox.publish(
            "notice",
            {"kind": kind, **reached, "context": notice_words(member, at, by)}
            | (block_link(member, at) if reached["email"] and kind not in _WITHOUT_LINK else {}),
        )


def notice_words(member: Member, at: datetime, by: Visitor) -> dict[str, str]:
    """Who is greeted, when it happened, and in which browser."""
    return {
        "name": first_name(member),
        "hour": at.isoformat(),
        "device": browser_label(by.user_agent),
    }


def block_link(member: Member, at: datetime) -> dict[str, str]:
    """What an e-mail carries so that its reader can close the access; the outbox forgets it."""
    return {"link": block_links.issue(member.id, at)}


def first_name(member: Member) -> str:
    """How a message greets the member."""
    return (member.given_names.split() or [""])[0]
