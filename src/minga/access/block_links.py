"""Links in security notices that close a member's access, and do nothing else."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from minga.access import access_blocks
from minga.access.keys import new_token, token_digest
from minga.access.models import BlockLink
from minga.access.policy import policy

LinkState = Literal["open", "done", "dead"]


def issue(member_id: UUID, at: datetime) -> str:
    """A new link of a member, in the caller's transaction; returns its token. Older ones serve
    too: a notice may be read late."""
    token = new_token()
    BlockLink.objects.create(
        token_digest=token_digest(token),
        member_id=member_id,
        issued_at=at,
        expires_at=at + policy(at).block_link_life,
    )
    return token


def state(token: str, at: datetime) -> LinkState:
    """Whether a link would close the access now, has closed it, or serves no more."""
    return state_of(BlockLink.objects.filter(token_digest=token_digest(token)).first(), at)


def state_of(link: BlockLink | None, at: datetime) -> LinkState:
    """As `state`, of a link that was read; None is one that never was."""
    if link is None or at >= link.expires_at:
        return "dead"
    if access_blocks.is_open(link.member_id):
        return "done"
    return "dead" if link.used_at else "open"
