"""New keys for old: every record wrapped again under a new outer key, while the office works.

No member notices. It may be cut off anywhere and run again: what was wrapped stays wrapped, and
the old key serves until no record names it. Inner keys change at a member's next sign-in
(`reseal`); an inner key no record names any more is retired here too.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from minga.access import sealed_records
from minga.access.pin_signer import KeyKeeper, KeyKind, KeyState, SealedSecret
from minga.access.sealed_records import SealedRow
from minga.audit.record import record
from minga.kit.refusal import Refusal
from minga.kit.retry import retried

BATCH = 200
_LOCK = 7_203_611_948_051_233


class RotationRunning(Refusal):
    """Somebody else is at it."""

    code = "rotation_running"


@dataclass(slots=True)
class Rotation:
    """What a run did. `broken`: records that open with no key for the member they are kept for."""

    newest: int
    wrapped: int = 0
    retired: list[tuple[KeyKind, int]] = field(default_factory=list)
    broken: list[SealedRow] = field(default_factory=list)


def rotate_keys(
    *,
    keeper: KeyKeeper,
    actor: str,
    at: datetime,
    wait: Callable[[float], None],
    late_s: float,
    new_outer: bool = False,
    new_inner: bool = False,
    tell: Callable[[int], None] = lambda _: None,
) -> Rotation:
    """Finishes a rotation that was begun, or makes a new outer key and goes through with it.

    `new_outer` makes one even when the last rotation is not finished.
    `wait` lets seconds pass, and `late_s` are enough for a request that sealed something before
    the new key was made; `tell` hears how many records are wrapped. An old key is
    retired only when no record names it: with anything `broken` it stays. A record of a retired
    key (from a restored database) brings that key back first. Refuses with RotationRunning,
    SignerAway, KeyRefused.
    """
    with _only_one():
        _bring_back(keeper, actor, at)
        if new_inner:
            _note(actor, at, "key_added", KeyKind.INNER, keeper.add(KeyKind.INNER))
        if new_outer or len(_in_use(keeper, KeyKind.OUTER)) == 1:
            _note(actor, at, "key_added", KeyKind.OUTER, keeper.add(KeyKind.OUTER))
        done = Rotation(newest=_in_use(keeper, KeyKind.OUTER)[-1])
        _wrap_all(keeper, done, tell)
        wait(late_s)
        done.broken.clear()
        _wrap_all(keeper, done, tell)
        for kind in (KeyKind.OUTER, KeyKind.INNER):
            _retire_unnamed(keeper, kind, done, actor, at)
        return done


def forget_retired(*, keeper: KeyKeeper, actor: str, at: datetime) -> list[KeyState]:
    """Deletes every retired key that no record names; returns them. Backups they open are lost."""
    gone = []
    for key in keeper.key_states():
        if key.is_retired and not sealed_records.counted(key.kind)[key.number]:
            keeper.forget(key.kind, key.number)
            _note(actor, at, "key_forgotten", key.kind, key.number)
            gone.append(key)
    return gone


def _wrap_all(keeper: KeyKeeper, done: Rotation, tell: Callable[[int], None]) -> None:
    old = _in_use(keeper, KeyKind.OUTER)[:-1]
    for rows in sealed_records.batches(KeyKind.OUTER, old, BATCH):
        # Asked before the transaction begins: the signer is another process.
        fresh = keeper.rewrap([(row.member_id, row.sealed) for row in rows])
        pairs = list(zip(rows, fresh, strict=True))
        done.broken += [row for row, sealed in pairs if sealed is None]
        done.wrapped += _replace(pairs)
        tell(done.wrapped)


@retried
def _replace(pairs: Sequence[tuple[SealedRow, SealedSecret | None]]) -> int:
    """Only what is still there: a PIN that was changed meanwhile is not taken back."""
    with transaction.atomic(durable=True):
        return sum(row.replace(sealed) for row, sealed in pairs if sealed is not None)


def _bring_back(keeper: KeyKeeper, actor: str, at: datetime) -> None:
    for key in keeper.key_states():
        if key.is_retired and sealed_records.counted(key.kind)[key.number]:
            keeper.restore(key.kind, key.number)
            _note(actor, at, "key_restored", key.kind, key.number)


def _retire_unnamed(
    keeper: KeyKeeper, kind: KeyKind, done: Rotation, actor: str, at: datetime
) -> None:
    named = sealed_records.counted(kind)
    for number in _in_use(keeper, kind)[:-1]:
        if not named[number]:
            keeper.retire(kind, number)
            _note(actor, at, "key_retired", kind, number)
            done.retired.append((kind, number))


def _in_use(keeper: KeyKeeper, kind: KeyKind) -> list[int]:
    return sorted(
        key.number for key in keeper.key_states() if key.kind == kind and not key.is_retired
    )


def _note(actor: str, at: datetime, action: str, kind: KeyKind, number: int) -> None:
    record(at=at, actor=actor, action=f"access.{action}", subject=f"key:{kind}-{number}")


@contextmanager
def _only_one() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            raise RotationRunning
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
