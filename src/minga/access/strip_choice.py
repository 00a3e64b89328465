"""Choosing another image and phrase from inside: what is offered, for one session alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minga.access import flows, images, sessions
from minga.access.keys import keyed, token_digest
from minga.access.models import Credential, Flow, FlowKind, OfficeSession, Stage
from minga.access.policy import policy
from minga.access.queries import OfferedImage
from minga.access.security_images.catalog import BY_SLUG
from minga.kit.retry import retried


@dataclass(frozen=True, slots=True)
class StripChoice:
    """Twelve images, the opaque token of the one chosen so far, and the phrase in force."""

    images: list[OfferedImage]
    chosen: str
    phrase: str


@retried
def strip_choice(*, session_token: str, at: datetime) -> StripChoice:
    """What the session's member chooses from, the image in force first. Refuses with
    SessionOver."""
    with transaction.atomic(durable=True):
        session = sessions.living(session_token, at)
        credential = Credential.objects.get(member_id=session.member_id)
        flow = _flow(session, session_token, credential, at)
    return StripChoice(
        [OfferedImage(shown, BY_SLUG[slug].alt) for shown, slug in flow.images],
        next((shown for shown, slug in flow.images if slug == flow.image), ""),
        credential.phrase,
    )


@retried
def other_images(*, session_token: str, chosen: str, at: datetime) -> None:
    """Draws others; the one chosen so far (its opaque token, or "") stays among them.

    Refuses with SessionOver, FlowExpired (nothing was offered, or too long ago).
    """
    with transaction.atomic(durable=True):
        sessions.living(session_token, at)
        flow = flows.held(session_token, FlowKind.CHANGE_STRIP, Stage.SECURITY, at)
        flow.image = images.slug_of(flow, chosen) or flow.image
        flow.images = images.offer(flow)
        flow.save(update_fields=["image", "images"])


def _flow(session: OfficeSession, token: str, credential: Credential, at: datetime) -> Flow:
    """The choice of a session, found by the session's own token; begun if need be."""
    flow, _ = Flow.objects.get_or_create(
        token_digest=token_digest(token),
        kind=FlowKind.CHANGE_STRIP,
        defaults={
            "stage": Stage.SECURITY,
            "subject": keyed("subject", "strip", session.member_id.bytes),
            "member_id": session.member_id,
            "started_at": at,
            "expires_at": at,
        },
    )
    if flow.expires_at <= at:
        flow.image, flow.images = credential.image, []
        flow.images = images.offer(flow)
        flow.started_at, flow.expires_at = at, at + policy(at).flow_life
        flow.save()
    return flow
