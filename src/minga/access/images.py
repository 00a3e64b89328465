"""Security images behind opaque addresses: neither name nor size tells which one it is."""

import secrets

from minga.access.models import Flow
from minga.access.security_images.catalog import SECURITY_IMAGES

OFFERED = 12
Shown = list[list[str]]  # [opaque token, slug], as JSON keeps it


def one_image(slug: str) -> Shown:
    """The image of a sign-in under an address of its own."""
    return [[_token(), slug]]


def offer(flow: Flow) -> Shown:
    """Twelve images at random to choose from: the one chosen before, and others than just shown."""
    shown = {slug for _, slug in flow.images}
    rest = [image.slug for image in SECURITY_IMAGES if image.slug not in shown | {flow.image}]
    kept = [flow.image] if flow.image else []
    drawn = secrets.SystemRandom().sample(rest, OFFERED - len(kept))
    return [[_token(), slug] for slug in kept + drawn]


def slug_of(flow: Flow, token: str) -> str | None:
    """Which image an address of this flow stands for."""
    return next((slug for known, slug in flow.images if known == token), None)


def _token() -> str:
    return secrets.token_urlsafe(16)
