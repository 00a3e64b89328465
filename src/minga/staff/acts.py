"""Acts that need two people: bound to what was proposed, decided within a day by somebody else.

Use cases of the rooms above call these in their own transactions: what is approved happens in the
transaction that says so.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from minga.kit.refusal import Refusal
from minga.kit.visitor import Visitor
from minga.staff import trail
from minga.staff.identity import actor_of, is_same_person
from minga.staff.models import ActKind, ActOutcome, TwoPersonAct
from minga.staff.policy import policy
from minga.staff.reasons import tidy_reason

REASON_LENGTH_MAX = 400


class UnknownAct(Refusal):
    """There is no such act."""

    code = "unknown_act"


class ActOver(Refusal):
    """It was decided, or another proposal took its place."""

    code = "act_over"


class ActExpired(Refusal):
    """Nobody decided it in time: it is proposed again."""

    code = "act_expired"


class ActChanged(Refusal):
    """What stands is not what was proposed, or not what the decider saw."""

    code = "act_changed"


class ActsAlone(Refusal):
    """Whoever proposed does not decide: somebody else must."""

    code = "acts_alone"


def digest_of(kind: str, subject: str, payload: Mapping[str, str]) -> bytes:
    """What stands for an act: whatever is changed has another one."""
    parts = {"kind": kind, "subject": subject, "payload": dict(payload)}
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).digest()


def propose(
    *,
    kind: ActKind,
    subject: str,
    payload: Mapping[str, str],
    reason: str,
    maker: UUID,
    by: Visitor,
    at: datetime,
) -> TwoPersonAct:
    """Writes the proposal down; one that nobody decided gives its place. Raises ReasonMissing."""
    said = tidy_reason(reason, longest=REASON_LENGTH_MAX)
    waiting = TwoPersonAct.objects.filter(kind=kind, subject=subject, decided_at=None)
    waiting.update(decided_at=at, outcome=ActOutcome.REPLACED)
    act = TwoPersonAct.objects.create(
        kind=kind, subject=subject, payload=dict(payload), reason=said, maker_id=maker,
        digest=digest_of(kind, subject, payload), proposed_at=at,
        expires_at=at + policy(at).proposal_life,
    )  # fmt: skip
    trail.note(
        at=at, who=actor_of(maker), action=f"propose_{kind}", by=by, subject=subject,
        detail={"act": str(act.id), "reason": said} | dict(payload),
    )  # fmt: skip
    return act


def held(act_id: UUID, *, kind: ActKind, seen: str, checker: UUID, at: datetime) -> TwoPersonAct:
    """The act, ready to be decided by this person and held until the transaction ends.

    `seen`: the digest, in hexadecimal, of what the decider was shown. Raises UnknownAct, ActOver,
    ActExpired, ActsAlone, ActChanged.
    """
    act = TwoPersonAct.objects.select_for_update().filter(id=act_id, kind=kind).first()
    if act is None:
        raise UnknownAct
    if act.decided_at is not None:
        raise ActOver
    if act.expires_at <= at:
        raise ActExpired
    if is_same_person(actor_of(act.maker_id), actor_of(checker)):
        raise ActsAlone
    stored = bytes(act.digest)
    if stored.hex() != seen or stored != digest_of(act.kind, act.subject, act.payload):
        raise ActChanged
    return act


def close(
    act: TwoPersonAct, *, checker: UUID, approve: bool, why: str, by: Visitor, at: datetime
) -> None:
    """Writes the decision down. Raises ReasonMissing for a rejection without words."""
    said = why.strip() if approve and not why.strip() else tidy_reason(why, longest=400)
    act.checker_id, act.decided_at, act.why = checker, at, said
    act.outcome = ActOutcome.DONE if approve else ActOutcome.REJECTED
    act.save(update_fields=["checker", "decided_at", "why", "outcome"])
    trail.note(
        at=at, who=actor_of(checker), action=f"decide_{act.kind}", by=by, subject=act.subject,
        detail={"act": str(act.id), "approved": approve, "why": said},
    )  # fmt: skip
