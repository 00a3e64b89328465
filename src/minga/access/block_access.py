"""«Bloquear mi acceso ahora», from inside the office."""

from datetime import datetime

from django.db import transaction

from minga.access import access_blocks, code_messages, sessions, trail
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member

NOTICE = "access_blocked"


@retried
def block_access(*, session_token: str, by: Visitor, at: datetime) -> None:
    """Closes every way in of the session's member, this session too; every address is told.

    It asks for no PIN, since whoever sees something odd must not lose time. Only a recovery with
    two proofs, or the office, opens it again. Refuses with SessionOver.
    """
    with transaction.atomic(durable=True):
        member_id = sessions.living(session_token, at).member_id
        access_blocks.open_block(member_id, "member", at)
        code_messages.notify(NOTICE, Member.objects.get(id=member_id), at, by, everywhere=True)
        trail.note(at=at, who=member_id, action="block_access", result="done", by=by)
