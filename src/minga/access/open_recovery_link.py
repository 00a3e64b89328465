"""«Cambiar clave» (S10): the link of the e-mail is used up, and the second proof is asked for."""

from datetime import datetime

from django.db import transaction

from minga.access import enrolments, flows, recovery_codes, trail
from minga.access.decoy import NOBODY
from minga.access.identify import WayIn
from minga.access.keys import keyed, token_digest
from minga.access.mailed_links import LinkRefused, refused
from minga.access.models import (
    AccessBlock,
    Enrolment,
    Flow,
    FlowKind,
    Passkey,
    RecoveryLink,
    Stage,
)
from minga.access.outcome import result_code, settled
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member


def link_state(token: str, at: datetime) -> LinkRefused | None:
    """Why a link would be refused; None when it is good. Looking at it uses nothing up: programs
    that read mail follow links."""
    return refused(RecoveryLink.objects.filter(token_digest=token_digest(token)).first(), at)


@retried
def open_recovery_link(
    *, token: str, holder: str, browser_token: str, by: Visitor, at: datetime
) -> WayIn:
    """Uses up a link and begins to change the PIN; pressing the same button again goes on.

    `holder` is what the page that was shown holds and no other does: random, made by the door. In
    a browser known to be the member's the next step is the PIN. Elsewhere it is a code to the
    mobile on file or a passkey, where the member has either; and the PIN, with less effect, where
    there is neither. A blocked access takes no browser for a proof: it may be why it was blocked.
    Refuses with LinkRefused.
    """
    flow_token = keyed("recovery", token, holder).hex()
    with transaction.atomic(durable=True):
        link = (
            RecoveryLink.objects.select_for_update()
            .filter(token_digest=token_digest(token))
            .first()
        )
        member = Member.objects.filter(id=link.candidate if link else NOBODY).first()
        begun = flows.find(flow_token, FlowKind.RECOVER_PIN, at)
        outcome: WayIn | LinkRefused = refused(link, at) or LinkRefused("unknown")
        if begun is not None:
            outcome = WayIn(flow_token, Stage(begun.stage))
        elif link is not None and member is not None and refused(link, at) is None:
            outcome = WayIn(flow_token, _begin(link, member, flow_token, browser_token, by, at))
        trail.note(
            at=at,
            who=member.id if member else token_digest(token),
            action="recovery_link",
            result=result_code(outcome),
            by=by,
            detail={"why": outcome.why} if isinstance(outcome, LinkRefused) else None,
        )
    return settled(outcome)


def _begin(
    link: RecoveryLink,
    member: Member,
    flow_token: str,
    browser_token: str,
    by: Visitor,
    at: datetime,
) -> Stage:
    in_force = policy(at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    # One recovery at a time: an older link that somebody opened leads nowhere from now on.
    Flow.objects.filter(kind=FlowKind.RECOVER_PIN, member=member).update(expires_at=at)
    flow, _ = flows.start(
        kind=FlowKind.RECOVER_PIN,
        subject=keyed("subject", "recover_pin", member.id.bytes),
        candidates=[member.id],
        policy=in_force,
        at=at,
    )
    flow.token_digest, flow.member = token_digest(flow_token), member
    flow.enrolment = _known_here(browser_token, member, at)
    flow.channel = _second_proof(flow.enrolment, member)
    flow.stage = Stage.CODE if flow.channel in {"sms", "passkey"} else Stage.PIN
    flow.save()
    if flow.channel == "sms":
        recovery_codes.send(flow, member, in_force, by, at)
    return flow.stage


def _known_here(browser_token: str, member: Member, at: datetime) -> Enrolment | None:
    blocked = AccessBlock.objects.filter(member=member, lifted_at=None).exists()
    return None if blocked else enrolments.living(browser_token, member.id, at)


def _second_proof(here: Enrolment | None, member: Member) -> str:
    """What goes with the link; empty when there is nothing the member could show."""
    if here is not None:
        return "browser"
    if member.mobile:
        return "sms"
    return "passkey" if Passkey.objects.filter(member=member, removed_at=None).exists() else ""
