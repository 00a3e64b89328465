"""What was confirmed, against what stands in the books."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from minga.doors.cli.drills.crash.orders import Confirmed

# An order is known by its reference, so that the same order under two keys is seen as two entries.
_ENTRIES = """
SELECT e.reference, e.id,
       array_agg(p.side::text || p.account_id || ' ' || (p.amount * 100)::bigint
                 ORDER BY p.line_no) FILTER (WHERE p.entry_id IS NOT NULL)
  FROM ledger.journal_entry e LEFT JOIN ledger.posting p ON p.entry_id = e.id
 WHERE e.reference = ANY (%s) GROUP BY e.id
"""
_TRANSFERS = """
SELECT t.id, t.entry_id, (t.amount * 100)::bigint, COALESCE(a.events, 0), COALESCE(o.messages, 0)
  FROM payments_transfer t
  LEFT JOIN (SELECT subject, count(*) AS events FROM audit_auditevent
              WHERE action = 'transfer' GROUP BY subject) a ON a.subject = 'transfer:' || t.id
  LEFT JOIN (SELECT payload ->> 'transfer_id' AS id, count(*) AS messages FROM kit_outboxmessage
              WHERE topic = 'transfer_made' GROUP BY 1) o ON o.id = t.id::text
 WHERE t.id = ANY (%s)
"""
_STRANGERS = """
SELECT e.id, e.reference FROM ledger.journal_entry e
 WHERE e.kind <> 'drill_opening' AND NOT e.reference = ANY (%s) ORDER BY e.id
"""
_SUMS = """
SELECT (SELECT sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END) FROM ledger.posting p),
       (SELECT sum(CASE b.normal_side WHEN 'D' THEN b.posted ELSE -b.posted END)
          FROM ledger.account_balance b)
"""
Connection = psycopg.Connection[Any]


@dataclass(slots=True)
class Findings:
    """What is wrong, one line each with its exact ids; all empty when nothing is."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.other]


def compare(connection: Connection, confirmed: Sequence[Confirmed]) -> Findings:
    """Every confirmed order stands exactly once, with its amount and accounts; what came with a
    transfer too; and the books add up to zero.
    """
    found = Findings()
    entries: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for reference, entry_id, lines in connection.execute(
        _ENTRIES, [[one.reference for one in confirmed]]
    ):
        entries[reference].append((entry_id, lines))
    for one in confirmed:
        _look_at_entries(found, one, entries[one.reference])
    _look_at_transfers(found, connection, confirmed, entries)
    _look_at_sums(found, connection)
    return found


def _look_at_entries(found: Findings, one: Confirmed, entries: list[tuple[int, list[str]]]) -> None:
    if not entries:
        found.lost.append(f"perdida: {one.words}")
    elif len(entries) > 1:
        ids = ", ".join(str(entry_id) for entry_id, _ in entries)
        found.doubled.append(f"doble: {one.words}, en los asientos {ids}")
    else:
        ((entry_id, lines),) = entries
        if lines != one.posting_lines or one.entry not in {None, entry_id}:
            found.other.append(f"otra cosa: {one.words}, y el asiento {entry_id} dice {lines}")


def _look_at_transfers(
    found: Findings,
    connection: Connection,
    confirmed: Sequence[Confirmed],
    entries: dict[str, list[tuple[int, list[str]]]],
) -> None:
    """The transfer's own row, its trail and its notice were committed with its entry."""
    transfers = [one for one in confirmed if one.entry is None]
    rows = {row[0]: row for row in connection.execute(_TRANSFERS, [[one.key for one in transfers]])}
    for one in transfers:
        if one.key not in rows:
            found.lost.append(f"perdida: {one.words}, sin transferencia")
            continue
        _, entry_id, centavos, events, messages = rows[one.key]
        if (entry_id, centavos) not in {
            (known, one.centavos) for known, _ in entries[one.reference]
        }:
            found.other.append(f"otra cosa: {one.words}, y la transferencia dice {centavos}")
        if (events, messages) != (1, 1):
            found.other.append(f"{one.words}: {events} rastros y {messages} avisos, debe haber uno")


def _look_at_sums(found: Findings, connection: Connection) -> None:
    sums = connection.execute(_SUMS).fetchone()
    if sums != (0, 0):
        found.other.append(f"los libros no suman cero: {sums}")


def strangers(connection: Connection, confirmed: Iterable[Confirmed]) -> list[str]:
    """Entries that nobody was told of: none, once every worker had its last answer."""
    known = [one.reference for one in confirmed]
    return [
        f"sobra: el asiento {entry_id} ({reference}) no se le confirmó a nadie"
        for entry_id, reference in connection.execute(_STRANGERS, [known])
    ]
