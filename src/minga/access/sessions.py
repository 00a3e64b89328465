"""The office's sessions: a random token in a cookie, its digest here, two ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from minga.access.keys import new_token, token_digest
from minga.access.models import Enrolment, OfficeSession, Passkey
from minga.access.policy import AccessPolicy, policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal

SEEN_EVERY = timedelta(seconds=30)
# One statement for every page: finds the member, and writes that they are here once in a while.
_MEMBER_INSIDE = """
    WITH inside AS (
        SELECT s.id, s.member_id, s.previous_sign_in_at, s.last_seen_at, m.given_names,
               (SELECT max(h.until) FROM access_moneyhold h
                WHERE h.member_id = s.member_id AND h.lifted_at IS NULL AND h.until > %(at)s)
               AS money_held_until
        FROM access_officesession s JOIN members_member m ON m.id = s.member_id
        WHERE s.token_digest = %(digest)s AND s.ended_at IS NULL
          AND s.expires_at > %(at)s AND s.last_seen_at + s.idle > %(at)s
    ), seen AS (
        UPDATE access_officesession s SET last_seen_at = %(at)s
        FROM inside WHERE s.id = inside.id AND inside.last_seen_at < %(stale)s
    )
    SELECT id, member_id, given_names, previous_sign_in_at, money_held_until FROM inside"""


class SessionOver(Refusal):
    """This session ended: sign in again."""

    code = "session_over"


@dataclass(frozen=True, slots=True)
class MemberInside:
    """Who a session belongs to, and until when none of their money goes out."""

    session_id: UUID
    member_id: UUID
    first_name: str
    previous_sign_in_at: datetime | None
    money_held_until: datetime | None = None


def member_inside(token: str, at: datetime) -> MemberInside | None:
    """The member of a living session, in exactly one query; None when it ended or never was.

    Seeing a member is written at most every 30 s, so a session may end up to 30 s before its idle
    time is over, never after it.
    """
    parameters: dict[str, bytes | datetime] = {
        "digest": token_digest(token),
        "at": at,
        "stale": at - SEEN_EVERY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEMBER_INSIDE, parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    session_id, member_id, given_names, previous, held_until = row
    first_name = (given_names.split() or [""])[0]
    return MemberInside(session_id, member_id, first_name, previous, held_until)


def living(token: str, at: datetime) -> OfficeSession:
    """The living session of a token, as it is. Raises SessionOver."""
    return _living(OfficeSession.objects.all(), token, at)


def held(token: str, at: datetime) -> OfficeSession:
    """As `living`, and nobody else moves it until the transaction ends."""
    return _living(OfficeSession.objects.select_for_update(), token, at)


def _living(among: QuerySet[OfficeSession], token: str, at: datetime) -> OfficeSession:
    session = among.filter(token_digest=token_digest(token), ended_at=None, expires_at__gt=at)
    found = session.first()
    if found is None or found.last_seen_at + found.idle <= at:
        raise SessionOver
    return found


def ran_out(token: str, at: datetime, *, hold: bool = False) -> OfficeSession | None:
    """The session of a token whose time ran out lately enough to say whose form a page left open
    is; None when it lives, when somebody ended it, and when there never was one."""
    among = OfficeSession.objects.select_for_update() if hold else OfficeSession.objects
    session = among.filter(token_digest=token_digest(token), ended_at=None).first()
    if session is None:
        return None
    since = at - min(session.expires_at, session.last_seen_at + session.idle)
    return session if timedelta(0) <= since <= policy(at).kept_form_after else None


def open_session(
    enrolment: Enrolment | None,
    *,
    passkey: Passkey | None = None,
    previous: datetime | None,
    policy: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> str:
    """A new session under a new token, which is returned; whatever token was there before is not
    taken over. It is opened by a browser that is known, by a passkey, or by both."""
    opened_by = passkey or enrolment
    if opened_by is None:
        raise ValueError("a session is opened by an enrolment or a passkey")
    if enrolment is not None:
        Enrolment.objects.filter(id=enrolment.id).update(last_used_at=at)
    token = new_token()
    OfficeSession.objects.create(
        token_digest=token_digest(token),
        member_id=opened_by.member_id,
        enrolment=enrolment,
        passkey=passkey,
        started_at=at,
        last_seen_at=at,
        idle=policy.session_idle,
        expires_at=at + policy.session_absolute,
        previous_sign_in_at=previous,
        ip=by.ip[:45],
        user_agent=by.browser_name,
    )
    return token


def end(token: str, why: str, at: datetime) -> UUID | None:
    """Ends the session of a token; returns its member, None when there was none to end."""
    session = OfficeSession.objects.filter(token_digest=token_digest(token), ended_at=None).first()
    if session is None:
        return None
    OfficeSession.objects.filter(id=session.id).update(ended_at=at, ended_why=why)
    return session.member_id


def end_all(member_id: UUID, why: str, at: datetime, except_token: str = "") -> int:
    """Ends every session of a member, other than that of `except_token`; returns how many."""
    living = OfficeSession.objects.filter(member_id=member_id, ended_at=None)
    if except_token:
        living = living.exclude(token_digest=token_digest(except_token))
    return living.update(ended_at=at, ended_why=why)
