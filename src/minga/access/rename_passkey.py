"""Another name for a passkey."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import trail
from minga.access.models import Passkey
from minga.access.passkey_names import tidy_name
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal


class NoSuchPasskey(Refusal):
    """This member has no such passkey."""

    code = "no_such_passkey"


class NameRefused(Refusal):
    """Between one and forty readable characters."""

    code = "name_refused"


def rename_passkey(
    *, member_id: UUID, passkey_id: UUID, name: str, by: Visitor, at: datetime
) -> None:
    """Renames one of the member's own keys. Refuses with NameRefused, NoSuchPasskey."""
    tidy = tidy_name(name)
    if tidy is None:
        raise NameRefused
    with transaction.atomic(durable=True):
        own = Passkey.objects.filter(id=passkey_id, member_id=member_id, removed_at=None)
        if not own.update(name=tidy):
            raise NoSuchPasskey
        trail.note(at=at, who=member_id, action="rename_passkey", result="done", by=by)
