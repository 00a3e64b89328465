"""What leaves for the outside while something is recovered: the link, the codes, the notices.

Links and codes of somebody who does not exist are messages without an address: they go nowhere.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from minga.access.code_messages import block_link, first_name, tie
from minga.access.codes import CodePurpose, Issued
from minga.access.policy import AccessPolicy
from minga.access.rules import browser_label
from minga.access.visitor import Visitor
from minga.kit import outbox
from minga.members.models import Member


def send_link(
    member: Member | None, token: str, life: timedelta, by: Visitor, at: datetime
) -> None:
    """The link that changes a forgotten PIN, to the e-mail on file. Its address is the door's."""
    outbox.publish(
        "access.link",
        {
            "to": member.email if member else "",
            "token": token,
            "minutes": life.seconds // 60,
            "name": first_name(member) if member else "",
            "hour": at.isoformat(),
            "device": browser_label(by.user_agent),
        },
    )


def send_codes(
    issued: Issued,
    purpose: CodePurpose,
    member: Member | None,
    addresses: Sequence[tuple[str, str]],
    policy: AccessPolicy,
    host: str = "",
) -> None:
    """The same code to each address."""
    for member_id, code in issued.codes:
        for channel, to in addresses:
            outbox.publish(
                "access.code",
                {
                    "channel": channel,
                    "to": to if member_id else "",
                    "code": code,
                    "purpose": purpose,
                    "minutes": policy.code_life.seconds // 60,
                    "name": first_name(member) if member else "",
                }
                | tie(host),
            )


def tell(kind: str, member: Member, by: Visitor, at: datetime, until: datetime | None) -> None:
    """A notice to every address on file: also to those that were not used just now."""
    words = {
        "name": first_name(member),
        "hour": at.isoformat(),
        "device": browser_label(by.user_agent),
        "until": until.isoformat() if until else "",
    }
    for field, address in (("email", member.email), ("mobile", member.mobile)):
        if address:
            reached = {"email": "", "mobile": ""} | {field: address}
            link = block_link(member, at) if field == "email" else {}
            outbox.publish("notice", {"kind": kind, **reached, "context": words} | link)
