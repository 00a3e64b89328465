"""Computing the whole chain again, to see whether the trail is what it was when it was sealed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from minga.audit import signing
from minga.audit.chain import MARK_BYTES, START, HashedEvent, Position, hashed_events
from minga.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from minga.audit.seal import begin

OnProgress = Callable[[int, int], None]
END = Position(2**63 - 1, 2**63 - 1)


class Break(StrEnum):
    """What does not fit."""

    SEAL_MISSING = "seal_missing"
    SEAL_FORGED = "seal_forged"
    EVENT_CHANGED = "event_changed"
    EVENT_DELETED = "event_deleted"
    EVENT_INSERTED = "event_inserted"
    CHECKPOINT_FORGED = "checkpoint_forged"
    CHECKPOINT_WITHOUT_SEAL = "checkpoint_without_seal"
    STRANGE_KEY = "strange_key"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the trail is not what was sealed; `event_id` as far as known.

    For a deleted event `event_id` is the one that follows it in its seal, or None at its end.
    """

    why: Break
    seal: int
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptOutside:
    """A checkpoint that somebody keeps elsewhere."""

    seal: int
    root: bytes


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was computed again, and the first thing that did not fit."""

    seals: int
    events: int
    checkpoints: int
    unsealed: int
    broken: Broken | None


def verify(
    *,
    public_keys: frozenset[bytes],
    kept: KeptOutside | None = None,
    on_progress: OnProgress = lambda done, todo: None,
) -> AuditReport:
    """Reads every sealed event and every seal, in order and a page at a time, until one breaks.

    Checkpoints must be signed by one of `public_keys`. `kept`: a root from outside that must still
    be there; without one, whoever cut the end off together with its seals and checkpoints is not
    found. Events that are not sealed yet are counted and prove nothing.
    """
    todo = AuditSeal.objects.count()
    last: AuditSeal | None = None
    seals = events = checkpoints = 0
    broken: Broken | None = None
    for seal in _seals():
        broken = _against(seal, last) or _checkpoint(seal, public_keys)
        if broken is None and kept and kept.seal == seal.number and kept.root != seal.root:
            broken = Broken(Break.CUT, seal.number)
        if broken is not None:
            break
        seals, events, last = seals + 1, events + seal.count, seal
        checkpoints += hasattr(seal, "checkpoint")
        on_progress(seals, max(todo, seals))
    if broken is None:
        broken = _end(last, kept)
    return AuditReport(seals, events, checkpoints, _unsealed(last), broken)


def _seals() -> Iterator[AuditSeal]:
    number: int | None = None
    while True:
        rows = AuditSeal.objects.select_related("checkpoint").order_by("number")
        if number is not None:
            rows = rows.filter(number__gt=number)
        seal = rows.first()  # one at a time: each carries the marks of thousands of events
        if seal is None:
            return
        yield seal
        number = seal.number


def _against(seal: AuditSeal, last: AuditSeal | None) -> Broken | None:
    link = begin(last, seal.at)
    if seal.number != link.number:
        return Broken(Break.SEAL_MISSING, link.number)
    follows = Position(seal.after_xact, seal.after_id) == link.after
    if not follows or bytes(seal.previous_root) != link.previous_root:
        return Broken(Break.SEAL_FORGED, seal.number)
    found: list[HashedEvent] = []
    # One more than were sealed are enough to see that something was added.
    for event in hashed_events(link.after, Position(seal.to_xact, seal.to_id), seal.count + 1):
        link.add(event)
        found.append(event)
    if (link.root(), link.count) == (bytes(seal.root), seal.count):
        same = (bytes(link.marks), link.total_before + link.count) == (
            bytes(seal.marks),
            seal.total,
        )
        return None if same else Broken(Break.SEAL_FORGED, seal.number)
    return _first_difference(seal, found)


def _first_difference(seal: AuditSeal, found: list[HashedEvent]) -> Broken:
    marks = bytes(seal.marks)
    sealed = [marks[at : at + MARK_BYTES] for at in range(0, len(marks), MARK_BYTES)]
    here = [event.mark for event in found]
    for place, mark in enumerate(sealed):
        if place >= len(here):
            return Broken(Break.EVENT_DELETED, seal.number)
        if here[place] == mark:
            continue
        event_id = found[place].position.id
        if here[place] in sealed[place + 1 :]:
            return Broken(Break.EVENT_DELETED, seal.number, event_id)
        if mark in here[place + 1 :]:
            return Broken(Break.EVENT_INSERTED, seal.number, event_id)
        return Broken(Break.EVENT_CHANGED, seal.number, event_id)
    if len(here) > len(sealed):
        return Broken(Break.EVENT_INSERTED, seal.number, found[len(sealed)].position.id)
    return Broken(Break.SEAL_FORGED, seal.number)


def _checkpoint(seal: AuditSeal, public_keys: frozenset[bytes]) -> Broken | None:
    checkpoint = getattr(seal, "checkpoint", None)
    if checkpoint is None:
        return None
    key = bytes(checkpoint.public_key)
    if key not in public_keys:
        return Broken(Break.STRANGE_KEY, seal.number)
    told = signing.statement(seal, checkpoint.at)
    if not signing.is_signed(told, bytes(checkpoint.signature), key):
        return Broken(Break.CHECKPOINT_FORGED, seal.number)
    return None


def _end(last: AuditSeal | None, kept: KeptOutside | None) -> Broken | None:
    """What the end of the chain says of seals that are not there any more."""
    number = last.number if last else 0
    orphan = AuditCheckpoint.objects.filter(seal_id__gt=number).order_by("seal_id").first()
    if orphan is not None:
        return Broken(Break.CHECKPOINT_WITHOUT_SEAL, orphan.seal_id)
    if kept is not None and kept.seal > number:
        return Broken(Break.CUT, kept.seal)
    return None


def _unsealed(last: AuditSeal | None) -> int:
    end = Position(last.to_xact, last.to_id) if last else START
    later = AuditEvent.objects.filter(xact__gt=end.xact)
    return later.count() + AuditEvent.objects.filter(xact=end.xact, id__gt=end.id).count()
