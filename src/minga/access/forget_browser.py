"""«Olvidar» a known browser, or all the others: the next sign-in there needs a code again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import code_messages, enrolments, known_browsers, sessions, trail
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


class NoSuchBrowser(Refusal):
    """Not a known browser of this member."""

    code = "no_such_browser"


@retried
def forget_browser(*, session_token: str, browser_id: UUID, by: Visitor, at: datetime) -> None:
    """Forgets one of the member's own browsers and ends the sessions opened there, but the one at
    hand; every address is told. Refuses with SessionOver, NoSuchBrowser."""
    with transaction.atomic(durable=True):
        session = sessions.living(session_token, at)
        own = known_browsers.of(session.member_id, at).filter(id=browser_id)
        if not known_browsers.forget(own, session.id, at):
            raise NoSuchBrowser
        _tell(session.member_id, 1, by, at)


@retried
def forget_other_browsers(
    *, session_token: str, browser_token: str, by: Visitor, at: datetime
) -> int:
    """Forgets all but the one at hand; returns how many. Refuses with SessionOver."""
    with transaction.atomic(durable=True):
        session = sessions.living(session_token, at)
        others = known_browsers.of(session.member_id, at)
        here = enrolments.living(browser_token, session.member_id, at)
        if here is not None:
            others = others.exclude(id=here.id)
        count = known_browsers.forget(others, session.id, at)
        if count:
            _tell(session.member_id, count, by, at)
    return count


def _tell(member_id: UUID, count: int, by: Visitor, at: datetime) -> None:
    member = Member.objects.get(id=member_id)
    code_messages.notify("browser_forgotten", member, at, by, everywhere=True)
    trail.note(
        at=at, who=member_id, action="forget_browser", result="done", by=by,
        detail={"browsers": count},
    )  # fmt: skip
