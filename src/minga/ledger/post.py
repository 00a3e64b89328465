"""Posting: the only door into the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minga.kit.prepared_call import Call, array, plain_array
from minga.ledger.entry import CREDIT, DEBIT, EntryDraft, LedgerRefusal, Line, refusal_for

# What a plain entry with two lines sends: one call, planned once, no arrays.
POST_PAIR = (
    "SELECT outcome, entry_id, code, account_id FROM ledger.post_pair("
    "%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint, %s::bigint, %s, %s, %s, %s, 'COP')"
)
POST_MANY = (
    "SELECT outcome, entry_id, code, account_id FROM ledger.post("
    "%s::uuid[], %s::bytea[], %s::text[], %s::date[], %s::timestamptz[],"
    " %s::text[], %s::text[], %s::text[],"
    ' %s::bigint[], %s::uuid[], %s::int[], %s::bigint[], %s::text::"char"[], %s::numeric[], %s)'
    " ORDER BY entry_no"
)
_post_pair = Call("ledger_post_pair", POST_PAIR)
_post_many = Call("ledger_post", POST_MANY)
SIDES = frozenset({DEBIT, CREDIT})


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that stands in the books; `replayed` when it stood there before this call."""

    entry_id: int
    replayed: bool


def post(entry: EntryDraft) -> Posted:
    """Posts one entry in the caller's transaction (or in one of its own) and returns its id.

    Asking again with the same key and request answers the same id. Raises the LedgerRefusal that
    fits; then nothing was written. Locks the balances of its accounts until the transaction ends.

    Outside a transaction it is asked again when the database gave it up for another caller's sake;
    inside one that error (SQLSTATE 40001 or 40P01) is the caller's, who repeats the whole use case.
    """
    lines = entry.lines
    if (
        len(lines) == 2
        and lines[0].account_id != lines[1].account_id
        and entry.reverses is None
        and entry.captures is None
    ):
        row = _post_pair(_pair(entry))
    else:
        row = _post_many(_arrays([entry], atomic=True))
    outcome = _outcome(row)
    if isinstance(outcome, LedgerRefusal):
        raise outcome
    return outcome


def post_batch(
    entries: Sequence[EntryDraft], *, atomic: bool = True
) -> list[Posted | LedgerRefusal]:
    """Posts many entries in one call, in order; one answer each.

    With `atomic` one refusal refuses all (the others answer BatchRefused) and nothing is written;
    without it the good ones stand. Batches of some hundreds are the fastest way into the books.
    Asked again as `post` is.
    """
    if not entries:
        return []
    return [_outcome(row) for row in _post_many.rows(_arrays(entries, atomic=atomic))]


def _outcome(row: tuple[Any, ...]) -> Posted | LedgerRefusal:
    """Numbers may come as PostgreSQL wrote them."""
    outcome, entry_id, code, account_id = row
    if outcome == "refused":
        return refusal_for(code, None if account_id is None else int(account_id))
    return Posted(int(entry_id), outcome == "replayed")


def _side(line: Line) -> str:
    """One letter; PostgreSQL would take the first of "Debit", so other words become refusable."""
    return line.side if line.side in SIDES else "?"


def _pair(entry: EntryDraft) -> tuple[str | None, ...]:
    """The values of POST_PAIR, as PostgreSQL writes them."""
    first, second = entry.lines
    return (
        entry.key.hex, "\\x" + entry.request_hash.hex(), entry.kind,
        entry.business_date.isoformat(), entry.occurred_at.isoformat(), entry.description,
        entry.reference, entry.actor, str(first.account_id), str(second.account_id),
        _side(first), _side(second), str(first.amount.amount), str(second.amount.amount),
    )  # fmt: skip


def _arrays(entries: Sequence[EntryDraft], *, atomic: bool) -> tuple[str | None, ...]:
    """The values of POST_MANY, as PostgreSQL writes them."""
    lines = [line for entry in entries for line in entry.lines]
    of_entry = [str(n) for n, entry in enumerate(entries, 1) for _ in entry.lines]
    return (
        plain_array(entry.key.hex for entry in entries),
        "{" + ",".join(f'"\\\\x{entry.request_hash.hex()}"' for entry in entries) + "}",
        array(entry.kind for entry in entries),
        plain_array(entry.business_date for entry in entries),
        array(entry.occurred_at.isoformat() for entry in entries),
        array(entry.description for entry in entries),
        array(entry.reference for entry in entries),
        array(entry.actor for entry in entries),
        _nullable([entry.reverses for entry in entries]),
        _nullable([entry.captures for entry in entries]),
        plain_array(of_entry),
        plain_array(line.account_id for line in lines),
        "{" + ",".join(map(_side, lines)) + "}",
        plain_array(line.amount.amount for line in lines),
        "t" if atomic else "f",
    )


def _nullable(values: Sequence[object]) -> str | None:
    """An array with gaps; nothing when it is nothing but gaps."""
    if all(one is None for one in values):
        return None
    return plain_array("NULL" if one is None else one for one in values)
