"""«Salir»."""

from datetime import datetime

from django.db import transaction

from minga.access import keep_form, sessions, trail
from minga.access.visitor import Visitor


def sign_out(*, session_token: str, by: Visitor, at: datetime) -> None:
    """Ends the session of this browser; does nothing when it has none."""
    with transaction.atomic(durable=True):
        member = sessions.end(session_token, "sign_out", at)
        if member is not None:
            keep_form.forget_all(member)
            trail.note(at=at, who=member, action="sign_out", result="done", by=by)
