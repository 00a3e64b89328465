"""«Cerrar» one open session, or all the others."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, sessions, trail
from minga.access.models import OfficeSession
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member

WHY = "closed"


class NoSuchSession(Refusal):
    """Not an open session of this member, or the one at hand, which «Salir» ends."""

    code = "no_such_session"


@retried
def close_session(*, session_token: str, session_id: UUID, by: Visitor, at: datetime) -> None:
    """Ends one of the member's own sessions; every address is told. Refuses with SessionOver,
    NoSuchSession."""
    with transaction.atomic(durable=True):
        here = sessions.living(session_token, at)
        own = OfficeSession.objects.filter(
            id=session_id, member_id=here.member_id, ended_at=None
        ).exclude(id=here.id)
        if not own.update(ended_at=at, ended_why=WHY):
            raise NoSuchSession
        _tell(here.member_id, 1, by, at)


@retried
def close_other_sessions(*, session_token: str, by: Visitor, at: datetime) -> int:
    """Ends all but the session at hand; returns how many. Refuses with SessionOver."""
    with transaction.atomic(durable=True):
        here = sessions.living(session_token, at)
        count = sessions.end_all(here.member_id, WHY, at, session_token)
        if count:
            _tell(here.member_id, count, by, at)
    return count


def _tell(member_id: UUID, count: int, by: Visitor, at: datetime) -> None:
    member = Member.objects.get(id=member_id)
    code_messages.notify("sessions_closed", member, at, by, everywhere=True)
    trail.note(
        at=at, who=member_id, action="close_session", result="done", by=by,
        detail={"sessions": count},
    )  # fmt: skip
