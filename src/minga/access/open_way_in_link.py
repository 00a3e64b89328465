"""«Continuar»: a link that came instead of a code goes on as the right code would, here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.access import flows, mailed_links, register_code, trail, verify_browser
from minga.access.decoy import NOBODY
from minga.access.keys import keyed, token_digest
from minga.access.locks import take_turns
from minga.access.mailed_links import LinkRefused, refused
from minga.access.models import Flow, FlowKind, Stage, WayInLink
from minga.access.outcome import result_code, settled
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member

_KIND = {
    "browser": FlowKind.SIGN_IN,
    "register": FlowKind.REGISTER,
    "recover_questions": FlowKind.RECOVER_QUESTIONS,
}


@dataclass(frozen=True, slots=True)
class Continued:
    """What goes on in this browser, and its next step."""

    kind: FlowKind
    token: str
    stage: Stage


def way_in_link(token: str, at: datetime) -> FlowKind | LinkRefused:
    """What a link goes on with, or why it does not. Looking at it uses nothing up."""
    link = WayInLink.objects.filter(token_digest=token_digest(token)).first()
    if link is None:
        return LinkRefused("unknown")
    return refused(link, at) or _KIND[link.purpose]


@retried
def open_way_in_link(
    *, token: str, holder: str, sign_in_token: str, by: Visitor, at: datetime
) -> Continued:
    """Uses up a link and goes on where its code would have led; the same button again goes on.

    `holder` is what the page that was shown holds and no other does: random, made by the door. A
    sign-in keeps where this browser's own (`sign_in_token`) was going, if the number is the same.
    No way in of anybody else ends. Refuses with LinkRefused; and with OfficeOnly for a minor who
    registers, told only now that it is known who asks.
    """
    flow_token = keyed("way in", token, holder).hex()
    with transaction.atomic(durable=True):
        take_turns("access.way_in", token)
        link = WayInLink.objects.filter(token_digest=token_digest(token)).first()
        member = Member.objects.filter(id=link.candidate if link else NOBODY).first()
        outcome: Continued | Refusal = refused(link, at) or LinkRefused("unknown")
        if link is not None and member is not None:
            outcome = _continue(link, member, flow_token, sign_in_token, at)
        trail.note(
            at=at,
            who=member.id if member else token_digest(token),
            action="way_in_link",
            result=result_code(outcome),
            by=by,
            detail={"why": outcome.why} if isinstance(outcome, LinkRefused) else None,
        )
    return settled(outcome)


def _continue(
    link: WayInLink, member: Member, flow_token: str, sign_in_token: str, at: datetime
) -> Continued | Refusal:
    kind = _KIND[link.purpose]
    begun = flows.find(flow_token, kind, at)
    if begun is not None:
        return Continued(kind, flow_token, Stage(begun.stage))
    # All links of one member for one thing take turns, so that of two one wins.
    take_turns("access.way_in", member.id.bytes + link.purpose.encode())
    link.refresh_from_db()
    refusal = refused(link, at)
    if refusal is not None:
        return refusal
    WayInLink.objects.filter(id=link.id).update(used_at=at)
    mailed_links.end_ways_in(member.id, at, link.purpose)
    flow, _ = flows.start(
        kind=kind,
        subject=bytes(link.subject),
        candidates=[member.id],
        next_path=_where_to(link, sign_in_token, at),
        token=flow_token,
        policy=policy(at),
        at=at,
    )
    return _proven(flow, link, member, at) or Continued(kind, flow_token, Stage(flow.stage))


def _where_to(link: WayInLink, sign_in_token: str, at: datetime) -> str:
    own = flows.resumable(sign_in_token, FlowKind.SIGN_IN, bytes(link.subject), at)
    return own.next_path if own else ""


def _proven(flow: Flow, link: WayInLink, member: Member, at: datetime) -> Refusal | None:
    """The step after the code."""
    if flow.kind == FlowKind.SIGN_IN:
        verify_browser.open_pin_step(flow, member.id, at)
    elif flow.kind == FlowKind.REGISTER:
        outcome = register_code.open_pin_step(flow, member.id, policy(at), at)
        return outcome if isinstance(outcome, Refusal) else None
    else:
        flow.member, flow.channel, flow.stage = member, link.channel, Stage.SECURITY
        flow.save(update_fields=["member", "channel", "stage"])
    return None
