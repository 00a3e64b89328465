"""Closing the trail: what was written is hashed into a chain, behind whoever is writing."""

from datetime import datetime

from django.db import transaction

from minga.audit import signing
from minga.audit.chain import NO_ROOT, START, Link, Position, hashed_events
from minga.audit.models import AuditCheckpoint, AuditSeal
from minga.kit import sql
from minga.kit.refusal import Refusal

BATCH = 5_000
BATCHES_A_TURN = 200
_LOCK = 0x6175_6469_7431
_TURN = "SELECT pg_try_advisory_xact_lock(%s)"
_XACTS = """SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                   pg_snapshot_xmax(pg_current_snapshot())::text::bigint"""


class XactsWentBack(Refusal):
    """The database counts its transactions from below what is sealed already.

    It was copied row by row into a new server, whose count began anew: what is written now would
    look as if it had been slipped in before. Raise the new server's count above `sealed` with
    `pg_resetwal --next-transaction-id` (and `--epoch`), or restore a base backup, which keeps it.
    """

    code = "xacts_went_back"

    def __init__(self, sealed: int) -> None:
        super().__init__(sealed=sealed)
        self.sealed = sealed


def seal(*, at: datetime, batch: int = BATCH, batches: int = BATCHES_A_TURN) -> int:
    """Seals what is final and not sealed yet; how many events. Raises XactsWentBack.

    The order is that of (transaction number, event id), and only transactions below the oldest one
    still running are sealed. So nothing is ever late: every transaction with a lower number has
    ended, its events are all there or never will be, and one that runs for long keeps its number,
    so that its events are sealed after it ends, wherever their ids fall. Ids alone would not do: a
    long transaction holds low ids that appear after higher ones were sealed. Gaps mean nothing.

    Inserting an event waits for nothing here. At most `batches` seals of `batch` events in a turn,
    each a transaction of its own, the last of them signed; two sealers never work at once.
    """
    sealed = 0
    for _ in range(batches):
        count = _seal_one(at, batch)
        sealed += count
        if count < batch:
            break
    _sign_last(at)
    return sealed


def _seal_one(at: datetime, batch: int) -> int:
    with transaction.atomic(durable=True):
        if not sql.one(_TURN, [_LOCK])[0]:
            return 0
        # The snapshot comes after the lock: whatever another sealer wrote is seen.
        last = AuditSeal.objects.order_by("-number").first()
        oldest_running, next_one = sql.one(_XACTS, [])
        if last is not None and next_one <= last.to_xact:
            raise XactsWentBack(last.to_xact)
        link = begin(last, at)
        for event in hashed_events(link.after, Position(oldest_running - 1, 2**63 - 1), batch):
            link.add(event)
        if link.count:
            _write(link)
    return link.count


def begin(last: AuditSeal | None, at: datetime) -> Link:
    """The link that follows a seal, or the first one."""
    if last is None:
        return Link(1, at, START, NO_ROOT, 0)
    end = Position(last.to_xact, last.to_id)
    return Link(last.number + 1, at, end, bytes(last.root), last.total)


def _write(link: Link) -> None:
    AuditSeal.objects.create(
        number=link.number,
        at=link.at,
        after_xact=link.after.xact,
        after_id=link.after.id,
        to_xact=link.to.xact,
        to_id=link.to.id,
        count=link.count,
        total=link.total_before + link.count,
        previous_root=link.previous_root,
        root=link.root(),
        marks=bytes(link.marks),
    )


def _sign_last(at: datetime) -> None:
    with transaction.atomic(durable=True):
        if not sql.one(_TURN, [_LOCK])[0]:
            return
        last = AuditSeal.objects.filter(checkpoint=None).order_by("-number").first()
        if last is None or AuditCheckpoint.objects.filter(seal_id__gt=last.number).exists():
            return
        public_key, signature = signing.sign(signing.statement(last, at))
        AuditCheckpoint.objects.create(seal=last, at=at, public_key=public_key, signature=signature)
