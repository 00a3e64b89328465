"""What every page may say: the cooperative, whether this is the demo, who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Cooperative:
    """The cooperative as its members see it."""

    name: str
    phone: str
    slogan: str


def office(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    return {
        "cooperative": Cooperative(
            settings.COOPERATIVE_NAME, settings.COOPERATIVE_PHONE, settings.COOPERATIVE_SLOGAN
        ),
        "demo_mode": settings.DEMO,
        "office": getattr(request, "office", None),
        # Phones open digits for a document number; a passport has letters.
        "keyboard": "text" if "letras" in request.GET else "numeric",
    }
