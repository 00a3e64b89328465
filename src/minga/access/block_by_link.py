"""«Bloquear mi acceso ahora», from a link in a notice: nobody signs in."""

from datetime import datetime

from django.db import transaction

from minga.access import access_blocks, block_links, code_messages, trail
from minga.access.block_access import NOTICE
from minga.access.keys import token_digest
from minga.access.models import BlockLink
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


class BlockLinkDead(Refusal):
    """Nobody's link, an old one, or one that closed an access which was opened since."""

    code = "block_link_dead"


@retried
def block_by_link(*, token: str, by: Visitor, at: datetime) -> None:
    """Closes every way in of the member the link was sent to; every address is told.

    Following it again while the access is closed changes nothing. Refuses with BlockLinkDead.
    """
    with transaction.atomic(durable=True):
        link = (
            BlockLink.objects.select_for_update().filter(token_digest=token_digest(token)).first()
        )
        state = block_links.state_of(link, at)
        if link is None or state == "dead":
            raise BlockLinkDead
        if state == "open":
            _block(link, by, at)


def _block(link: BlockLink, by: Visitor, at: datetime) -> None:
    link.used_at = at
    link.save(update_fields=["used_at"])
    access_blocks.open_block(link.member_id, "link", at)
    code_messages.notify(NOTICE, Member.objects.get(id=link.member_id), at, by, everywhere=True)
    trail.note(
        at=at, who=link.member_id, action="block_access", result="done", by=by,
        detail={"with": "link"},
    )  # fmt: skip
