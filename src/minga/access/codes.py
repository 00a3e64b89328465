"""Codes of six digits: issued, sent, and tried, within limits nobody can read from outside.

What a visitor sees depends on what was done in their own flow and on nothing else. A limit that
somebody else used up, a newer code sent elsewhere, a number that is nobody's: each looks like a
code that was sent and does not fit.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q

from minga.access.code_limits import ResendTooSoon, TooManyCodes, sent_before
from minga.access.keys import keyed
from minga.access.locks import take_turns
from minga.access.models import Flow, OneTimeCode
from minga.access.policy import AccessPolicy
from minga.access.rules import CODE_DIGITS
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal

CodePurpose = Literal["browser", "register", "recover_pin", "recover_questions", "approve"]
# Anybody may ask for these, so that strangers can use them up: a link stands in (`way_in_links`).
STRANGERS_ASK: frozenset[CodePurpose] = frozenset({"browser", "register", "recover_questions"})


class WrongCode(Refusal):
    """Not the code that was sent; the try is counted; `tries_left` remain."""

    code = "wrong_code"

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left=tries_left)
        self.tries_left = tries_left


class CodeSpent(Refusal):
    """No code is waiting here any more: it was used, or tried too often. Another one is needed."""

    code = "code_spent"


class CodeExpired(Refusal):
    """The code was too old. Another one is needed."""

    code = "code_expired"


@dataclass(frozen=True, slots=True)
class Issued:
    """The codes with the member each is for: None when nobody is to get it."""

    codes: tuple[tuple[UUID | None, str], ...]
    nth: int  # in its flow
    silent: bool
    used_up: bool  # by whoever asked before: what is silent for no other reason waits a minute


def issue(
    flow: Flow,
    purpose: CodePurpose,
    members: Sequence[UUID],
    policy: AccessPolicy,
    at: datetime,
    *,
    switches: bool = False,
) -> Issued | ResendTooSoon | TooManyCodes:
    """One code for each member, all tried together in this flow; the older ones fit no more.

    The refusals speak of this flow's own codes. Beyond the limits of the number itself the answer
    is the same as ever, but the codes are nobody's. `switches`: this flow chooses a channel for
    the first time, which needs no pause.
    """
    subject = bytes(flow.subject)
    take_turns("access.code", subject)
    sent = sent_before(flow, at)
    refusal = sent.own_limit(policy, at, switches=switches, has_link=purpose in STRANGERS_ASK)
    if refusal is not None:
        return refusal
    used_up = sent.used_up(policy)
    silent = used_up or sent.pauses(policy, at, switches=switches)
    older = OneTimeCode.objects.filter(purpose=purpose, closed_at=None, superseded_at=None)
    giving_way = Q(flow=flow) if silent else Q(flow=flow) | Q(subject=subject, silent=False)
    older.filter(giving_way).update(superseded_at=at)
    to: Sequence[UUID | None] = members if members and not silent else (None,)
    codes = tuple(zip(to, _different_codes(len(to)), strict=True))
    id_ = uuid7()
    OneTimeCode(
        id=id_,
        flow=flow,
        purpose=purpose,
        subject=subject,
        digests=dict(_stored(id_, purpose, member, code) for member, code in codes),
        silent=silent,
        issued_at=at,
        expires_at=at + policy.code_life,
    ).save(force_insert=True)
    return Issued(codes, sent.own + 1, silent, used_up)


def _stored(code_id: UUID, purpose: str, member: UUID | None, code: str) -> tuple[str, str]:
    """A code as it is stored; for nobody, under nobody's id, a digest that no code has."""
    if member is None:
        return str(uuid7()), secrets.token_hex(32)
    return str(member), _digest(code_id, purpose, member, code).hex()


def redeem(
    flow: Flow, purpose: CodePurpose, code: str, policy: AccessPolicy, at: datetime
) -> UUID | WrongCode | CodeSpent | CodeExpired:
    """Tries a code in a flow that the caller holds: the member it was sent to, or why not.

    Every try is counted, the right one closes the code. The caller's transaction must commit.
    """
    row = (
        OneTimeCode.objects.select_for_update()
        .filter(flow=flow, purpose=purpose)
        .order_by("-issued_at", "-id")
        .first()
    )
    if row is None or row.closed_at is not None:
        return CodeSpent()
    if at >= row.expires_at:
        _close(row, "expired", at)
        return CodeExpired()
    row.tries += 1
    member = _fitting(row, code)
    if member is not None and row.superseded_at is None:
        _close(row, "used", at)
        return member
    tries_left = policy.code_tries - row.tries
    _close(row, "tries", at if tries_left <= 0 else None)
    return WrongCode(tries_left) if tries_left > 0 else CodeSpent()


def _fitting(row: OneTimeCode, code: str) -> UUID | None:
    """Every digest is compared, whichever fits."""
    digests: dict[str, str] = row.digests
    fits = [
        UUID(member)
        for member, digest in digests.items()
        if hmac.compare_digest(
            bytes.fromhex(digest), _digest(row.id, row.purpose, UUID(member), code)
        )
    ]
    return fits[0] if fits else None


def _close(row: OneTimeCode, why: str, closed_at: datetime | None) -> None:
    row.closed_at, row.closed_why = closed_at, why if closed_at else ""
    row.save(update_fields=["tries", "closed_at", "closed_why"])


def _different_codes(count: int) -> list[str]:
    """That many random codes, no two alike: the code alone tells whose it is."""
    found: set[str] = set()
    while len(found) < count:
        found.add(f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}")
    return list(found)


def _digest(code_id: UUID, purpose: str, member: UUID, code: str) -> bytes:
    """Bound to the very row, its purpose and the member: it fits nowhere else."""
    return keyed("code", code_id.bytes, purpose, member.bytes, code)
