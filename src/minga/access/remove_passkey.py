"""«Quitar»: a passkey serves no more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import passkey_removal, sessions, trail
from minga.access.models import Credential, Passkey
from minga.access.rename_passkey import NoSuchPasskey
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


class LastPasskey(Refusal):
    """Nothing else lets this member in: another key, or a secret, must be there first."""

    code = "last_passkey"


@retried
def remove_passkey(*, session_token: str, passkey_id: UUID, by: Visitor, at: datetime) -> None:
    """Removes one of the member's own keys and ends the sessions it opened elsewhere; the member is
    told. Refuses with SessionOver, NoSuchPasskey, LastPasskey."""
    with transaction.atomic(durable=True):
        session = sessions.held(session_token, at)
        credential = Credential.objects.select_for_update().get(member_id=session.member_id)
        living = Passkey.objects.filter(member_id=session.member_id, removed_at=None)
        own = living.filter(id=passkey_id).first()
        if own is None:
            raise NoSuchPasskey
        if not credential.has_secret and not living.exclude(id=own.id).exists():
            raise LastPasskey
        passkey_removal.remove(own, "removed", by=by, at=at, but_session=session.id)
        trail.note(at=at, who=session.member_id, action="remove_passkey", result="done", by=by)
