"""What pages of the back office have in common: a page of a list, a date, who it was."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from minga.staff.identity import names_of


def cut[T](found: Sequence[T], size: int) -> tuple[Sequence[T], T | None]:
    """A page of what was found (one more than fits was asked for), and its last row when there is
    more after it."""
    return found[:size], found[size - 1] if len(found) > size else None


def more_url(request: HttpRequest, **after: object) -> str:
    """The same page, further on."""
    kept = {name: value for name, value in request.GET.items() if name not in after}
    return "?" + urlencode(kept | {name: str(value) for name, value in after.items()})


def day_asked(request: HttpRequest, name: str, otherwise: date) -> date:
    """A day of the query string; anything else is `otherwise`."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise


def typed(request: HttpRequest, name: str) -> str:
    """What was typed in the query string, as long as anything of ours and nothing invisible."""
    said = request.GET.get(name, "").strip()[:80]
    return said if said.isprintable() else ""


def cursor(text: str) -> tuple[datetime, UUID] | None:
    """A moment and an id; None for anything else."""
    moment, _, row = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(row)) if at.tzinfo else None
    except ValueError:
        return None


def who_acted(actors: Iterable[str]) -> dict[str, str]:
    """Actors in words: a name for employees, what they are for the rest."""
    wanted = set(actors)
    names = names_of(wanted)
    return {actor: names.get(actor) or _kind(actor) for actor in wanted}


def _kind(actor: str) -> str:
    kind, _, name = actor.partition(":")
    words = {
        "member": "El asociado", "system": "El sistema", "os": f"{name} (consola)",
        "staff": f"{name} (consola)", "cli": "La consola",
    }  # fmt: skip
    return words.get(kind, actor)
