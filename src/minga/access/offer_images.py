"""«Ver otras imágenes»."""

from datetime import datetime

from django.db import transaction

from minga.access import flows, images
from minga.access.models import FlowKind, Stage
from minga.kit.retry import retried


@retried
def offer_images(*, token: str, chosen: str, at: datetime) -> None:
    """Draws other images; the one chosen so far (its opaque token, or "") stays among them.

    Refuses with FlowExpired, FlowElsewhere.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.REGISTER, Stage.SECURITY, at)
        flow.image = images.slug_of(flow, chosen) or flow.image
        flow.images = images.offer(flow)
        flow.save(update_fields=["image", "images"])
