"""Staff end the sessions of a member, or everybody's: whoever is inside signs in again."""

from django.db import transaction

from minga.access import sessions, staff_act
from minga.access.models import OfficeSession
from minga.access.staff_act import BY_STAFF, StaffAct
from minga.access.trail import subject_of
from minga.audit.record import record
from minga.kit.retry import retried

EVERYBODY = "everybody"


@retried
def end_sessions(*, whose: tuple[str, str] | None, act: StaffAct) -> int:
    """Ends the sessions of whoever has that type and number of document, or, with None, those of
    every member; returns how many.

    PINs, browsers and passkeys stay as they are. Refuses with ReasonNeeded, NoSuchMember.
    """
    act.require_reason()
    with transaction.atomic(durable=True):
        if whose is None:
            subject = EVERYBODY
            living = OfficeSession.objects.filter(ended_at=None, expires_at__gt=act.at)
            ended = living.update(ended_at=act.at, ended_why=BY_STAFF)
        else:
            member = staff_act.member_of(*whose)
            subject, ended = subject_of(member.id), sessions.end_all(member.id, BY_STAFF, act.at)
        record(
            at=act.at, actor=act.actor, action="access.end_sessions", subject=subject,
            detail={"reason": act.tidy_reason, "sessions": ended},
        )  # fmt: skip
        return ended
