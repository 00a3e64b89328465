"""What replaces a member's secrets, once the PIN in force was typed again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, mailed_links, pin_again, sessions, trail
from minga.access.locks import take_turns
from minga.access.models import Credential, Flow
from minga.access.outcome import result_code, settled
from minga.access.pin_again import Answered
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class Change:
    """What it is called in the trail and in the notice, and what it writes."""

    action: str
    notice: str
    write: Callable[[Credential], None]


@retried
def carry_out(
    change: Change, *, session_token: str, answered: Answered | None, by: Visitor, at: datetime
) -> None:
    """Writes the change if the PIN that was typed is the one in force, and counts it if not.

    Every other session ends, and every way in half walked; each address on file is told. Refuses
    with SessionOver and as `pin_again.refusal_always`.
    """
    with transaction.atomic(durable=True):
        member_id = sessions.living(session_token, at).member_id
        # Turns first, flows before the credential: no sign-in and no recovery waits in a ring.
        take_turns("access.credential", member_id.bytes)
        walking = _held_flows(member_id, at)
        session = sessions.held(session_token, at)
        outcome: Refusal | None = pin_again.refusal_always(
            session, answered, in_force=policy(at), by=by, at=at, what=change.action
        )
        if outcome is None:
            change.write(Credential.objects.select_for_update().get(member_id=member_id))
            Flow.objects.filter(id__in=walking).update(expires_at=at)
            mailed_links.end_ways_in(member_id, at)
            sessions.end_all(member_id, change.action, at, session_token)
            member = Member.objects.get(id=member_id)
            code_messages.notify(change.notice, member, at, by, everywhere=True)
        trail.note(at=at, who=member_id, action=change.action, result=result_code(outcome), by=by)
    settled(outcome)


def _held_flows(member_id: UUID, at: datetime) -> list[UUID]:
    walking = Flow.objects.select_for_update().filter(member_id=member_id, expires_at__gt=at)
    return list(walking.order_by("id").values_list("id", flat=True))
