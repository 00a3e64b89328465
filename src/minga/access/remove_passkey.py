"""«Quitar»: a passkey serves no more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import passkey_removal, sessions, trail
from minga.access.models import Credential, Passkey
from minga.access.rename_passkey import NoSuchPasskey
from minga.access.visitor import Visitor
from minga.kit.retry import retried


@retried
def remove_passkey(*, session_token: str, passkey_id: UUID, by: Visitor, at: datetime) -> None:
    """Removes one of the member's own keys and ends the sessions it opened elsewhere; the member is
    told. Refuses with SessionOver, NoSuchPasskey."""
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        Credential.objects.select_for_update().filter(member_id=session.member_id).first()
        own = Passkey.objects.filter(
            id=passkey_id, member_id=session.member_id, removed_at=None
        ).first()
        if own is None:
            raise NoSuchPasskey
        passkey_removal.remove(own, "removed", by=by, at=at, but_session=session.id)
        trail.note(at=at, who=session.member_id, action="remove_passkey", result="done", by=by)
