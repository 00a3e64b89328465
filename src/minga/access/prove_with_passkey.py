"""«Usar mi llave de acceso» where a page asks for the PIN once more: the same proof without it."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from minga.access import passkey_assertion, sessions, trail
from minga.access.models import OfficeSession, PasskeyPurpose
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.passkeys.site import Site
from minga.kit.retry import retried

What = Literal["change_pin", "change_questions", "change_strip", "add_passkey"]


@retried
def begin(*, session_token: str, what: What, site: Site, at: datetime) -> str:
    """A challenge for this session and this thing alone; returns the options for the browser.

    Refuses with SessionOver.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        asked = _asked(session, session_token, what)
        return passkey_assertion.ask(asked, site, policy=policy(at), at=at)


@retried
def finish(
    *, session_token: str, what: What, answer: str, site: Site, by: Visitor, at: datetime
) -> None:
    """Judges the signature. A good one stands for the PIN for a few minutes: once for `what`, and
    as a recent sign-in does for what asks for no more. Refuses with SessionOver, PasskeyRefused.
    """
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        asked = _asked(session, session_token, what)
        checked = passkey_assertion.check(asked, answer, site, by=by, at=at)
        if not isinstance(checked, PasskeyRefused):
            session.proven_at, session.proven_for = at, what
            session.save(update_fields=["proven_at", "proven_for"])
        detail: dict[str, str | int] = {"for": what}
        if isinstance(checked, PasskeyRefused):
            detail["why"] = checked.why
        trail.note(
            at=at,
            who=session.member_id,
            action="prove_with_passkey",
            result=result_code(checked),
            by=by,
            detail=detail,
        )
    settled(checked)


def _asked(session: OfficeSession, session_token: str, what: What) -> Asked:
    return Asked(PasskeyPurpose.PROVE, f"{session_token} {what}", session.member_id)
