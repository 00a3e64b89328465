"""What a passkey is called: by its browser until its member says otherwise."""

import re
from collections.abc import Collection

from minga.access.rules import browser_label

LENGTH_MAX = 40
UNKNOWN = "Llave de acceso"


def tidy_name(typed: str) -> str | None:
    """The name without odd spaces; None when nothing can be read in it, or too much."""
    name = re.sub(r"\s+", " ", typed).strip()
    return name if name.isprintable() and 0 < len(name) <= LENGTH_MAX else None


def default_name(user_agent: str, taken: Collection[str]) -> str:
    """«Chrome en Android», or «Chrome en Android 2» when there is one already."""
    label = browser_label(user_agent) or UNKNOWN
    name, nth = label, 2
    while name in taken:
        name, nth = f"{label} {nth}", nth + 1
    return name
