"""What leaves for the outside: codes (one message even when it is nobody's) and notices."""

from datetime import datetime
from uuid import UUID

from minga.access.codes import CodePurpose, Issued
from minga.access.policy import AccessPolicy
from minga.access.rules import browser_label
from minga.access.visitor import Visitor
from minga.kit import outbox
from minga.members.models import Member

OTHER_CHANNEL_FROM = 3  # the second «Enviar otro código» tries the member's other contact


def send(
    issued: Issued,
    purpose: CodePurpose,
    members: dict[UUID, Member],
    policy: AccessPolicy,
) -> None:
    """Writes the messages in the caller's transaction; one without a recipient goes nowhere."""
    for member_id, code in issued.codes:
        member = members.get(member_id) if member_id else None
        channel, to = contact(member, purpose, issued.nth)
        outbox.publish(
            "access.code",
            {
                "channel": channel,
                "to": to,
                "code": code,
                "purpose": purpose,
                "minutes": policy.code_life.seconds // 60,
                "name": first_name(member) if member else "",
            },
        )


def contact(member: Member | None, purpose: CodePurpose, nth: int) -> tuple[str, str]:
    """Channel and address of the `nth` code of a flow.

    Registration proves the mailbox on file. A browser is verified by the mobile first, and by the
    other contact on file when two messages did not help.
    """
    if member is None:
        return "email", ""
    if purpose == "register":
        return "email", member.email
    on_file = [one for one in (("sms", member.mobile), ("email", member.email)) if one[1]]
    if not on_file:
        return "email", ""
    return on_file[-1] if nth >= OTHER_CHANNEL_FROM else on_file[0]


def notify(kind: str, member: Member, at: datetime, by: Visitor) -> None:
    """Tells a member, by what is on file, what happened to their access."""
    outbox.publish(
        "notice",
        {
            "kind": kind,
            "email": member.email,
            "mobile": member.mobile,
            "context": {
                "name": first_name(member),
                "hour": at.isoformat(),
                "device": browser_label(by.user_agent),
            },
        },
    )


def first_name(member: Member) -> str:
    """How a message greets the member."""
    return (member.given_names.split() or [""])[0]
