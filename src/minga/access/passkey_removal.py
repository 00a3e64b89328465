"""A passkey that serves no more."""

from datetime import datetime
from uuid import UUID

from minga.access import code_messages
from minga.access.models import OfficeSession, Passkey
from minga.access.visitor import Visitor
from minga.members.models import Member

_NOTICES = {"removed": "passkey_removed", "copied": "passkey_copied"}


def remove(
    passkey: Passkey, why: str, *, by: Visitor, at: datetime, but_session: UUID | None = None
) -> None:
    """Takes a key out of service in the caller's transaction.

    The sessions it opened end, but the one at hand; every address on file is told. `why`:
    "removed" by the member, or "copied": somebody else has it too.
    """
    passkey.removed_at, passkey.removed_why = at, why
    passkey.save(update_fields=["removed_at", "removed_why"])
    opened = OfficeSession.objects.filter(passkey=passkey, ended_at=None)
    if but_session is not None:
        opened = opened.exclude(id=but_session)
    opened.update(ended_at=at, ended_why="passkey_" + why)
    member = Member.objects.get(id=passkey.member_id)
    code_messages.notify(_NOTICES[why], member, at, by, everywhere=True)
