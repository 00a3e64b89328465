"""The code of an approval: its message says what is approved, and it fits nothing else."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q, QuerySet, Sum

from minga.access import code_messages
from minga.access.approvals import NoContact
from minga.access.code_limits import DAY, HOUR, ResendTooSoon, TooManyCodes, seconds_left
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.keys import keyed
from minga.access.models import Approval
from minga.access.policy import AccessPolicy
from minga.access.rules import CODE_DIGITS
from minga.access.visitor import Visitor
from minga.kit import outbox
from minga.kit.refusal import Refusal
from minga.members.models import Member

MINUTE = timedelta(minutes=1)


def send(approval: Approval, in_force: AccessPolicy, by: Visitor, at: datetime) -> Refusal | None:
    """A new code, in the caller's transaction with the member's credential held; the one before
    fits no more. Returns ResendTooSoon, TooManyCodes or NoContact when none is sent.

    Codes that served are not counted: whoever approves everything with the first code is never
    asked to wait, and whoever guesses has as many tries in a day as at the sign-in.
    """
    refusal = limit(approval, in_force, at)
    if refusal is not None:
        return refusal
    member = Member.objects.get(id=approval.member_id)
    channel, to = code_messages.contact(member, "approve", approval.codes_sent + 1)
    if not to:
        return NoContact()
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    expires = min(at + in_force.code_life, approval.expires_at)
    approval.code_digest, approval.code_channel = _digest(approval, code), channel
    approval.code_sent_at, approval.code_expires_at = at, expires
    approval.codes_sent += 1
    approval.code_failures = 0
    approval.save()
    outbox.publish(
        "access.code",
        {
            "channel": channel,
            "to": to,
            "code": code,
            "purpose": "approve",
            "minutes": max(1, (expires - at) // MINUTE),
            "name": code_messages.first_name(member),
        }
        | words(approval)
        | code_messages.tie(by.host),
    )
    return None


def words(approval: Approval) -> dict[str, str]:
    """What a message says about the operation: its amount, where there is one, and destination."""
    amount = {} if approval.amount is None else {"amount": str(approval.amount)}
    return {"destination": approval.destination} | amount


def limit(
    approval: Approval, in_force: AccessPolicy, at: datetime
) -> ResendTooSoon | TooManyCodes | None:
    """Why no code is sent now; None when one may be."""
    wait = wait_s(approval, in_force, at)
    if wait:
        return ResendTooSoon(wait)
    recent = Q(code_sent_at__gt=at - HOUR)
    sent = _unserved(approval, at).aggregate(
        hour=Sum("codes_sent", filter=recent),
        hour_first=Min("code_sent_at", filter=recent),
        day=Sum("codes_sent"),
        day_first=Min("code_sent_at"),
    )
    if (sent["day"] or 0) >= in_force.codes_per_day:
        return TooManyCodes(sent["day_first"] + DAY)
    if (sent["hour"] or 0) >= in_force.codes_per_hour:
        return TooManyCodes(sent["hour_first"] + HOUR)
    return None


def wait_s(approval: Approval, in_force: AccessPolicy, at: datetime) -> int:
    """Whole seconds until another code may be asked for."""
    last = _unserved(approval, at).aggregate(last=Max("code_sent_at"))["last"]
    return seconds_left(last, in_force, at)


def redeem(approval: Approval, code: str, in_force: AccessPolicy, at: datetime) -> Refusal | None:
    """Tries a code on an approval that the caller holds; None when it is right.

    Every try is counted; the caller's transaction must commit.
    """
    expires = approval.code_expires_at
    if approval.code_digest is None or expires is None:
        return CodeSpent()
    if at >= expires:
        return CodeExpired()
    if hmac.compare_digest(bytes(approval.code_digest), _digest(approval, code)):
        return None
    approval.code_failures += 1
    tries_left = in_force.code_tries - approval.code_failures
    if tries_left <= 0:
        approval.code_digest = None
    approval.save(update_fields=["code_failures", "code_digest"])
    return WrongCode(tries_left) if tries_left > 0 else CodeSpent()


def _unserved(approval: Approval, at: datetime) -> QuerySet[Approval]:
    sent = Approval.objects.filter(member_id=approval.member_id, code_sent_at__gt=at - DAY)
    return sent.exclude(method="pin")


def _digest(approval: Approval, code: str) -> bytes:
    """Bound to the very approval, and to what it approves."""
    return keyed("approval", approval.id.bytes, bytes(approval.intent_digest), code)
