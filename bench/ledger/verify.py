"""No fake work: what was acknowledged must stand in the books, and the books must fit together."""

from collections.abc import Mapping
from typing import Any

import psycopg

_KINDS = """
SELECT e.kind, count(DISTINCT e.id), sum(p.amount) FILTER (WHERE p.side = 'D')
  FROM ledger.journal_entry e JOIN ledger.posting p ON p.entry_id = e.id
 WHERE e.kind = ANY (%s) GROUP BY e.kind
"""
# Every balance is what its postings make of it; a member's last posting says so too.
_WRONG_BALANCES = """
SELECT count(*)
  FROM (SELECT b.account_id, sum(b.posted) AS posted, sum(b.version) AS version,
               max(b.stripe) = 0 AS sequenced
          FROM ledger.account_balance b GROUP BY b.account_id) b
  LEFT JOIN (SELECT p.account_id, count(*) AS n, max(p.version) AS version,
                    sum(CASE WHEN p.side = l.normal_side THEN p.amount ELSE -p.amount END) AS net
               FROM ledger.posting p JOIN ledger.ledger_account l ON l.id = p.account_id
              GROUP BY p.account_id) p USING (account_id)
 WHERE b.posted <> COALESCE(p.net, 0)
    OR (b.sequenced AND (b.version <> COALESCE(p.n, 0) OR b.version <> COALESCE(p.version, 0)))
"""
DEBITS_OF_THREE_LINES = 2


class BooksDisagree(RuntimeError):
    """What was acknowledged and what stands in the books differ."""


def verify(connection: psycopg.Connection[Any], acknowledged: Mapping[str, int]) -> None:
    """Compares entries of each kind with what was acknowledged; raises BooksDisagree.

    Every measured transfer moves one peso (two on the payer's side where there are three lines).
    """
    found = {
        kind: (entries, int(debits))
        for kind, entries, debits in connection.execute(_KINDS, [list(acknowledged)]).fetchall()
    }
    for kind, count in acknowledged.items():
        entries, debits = found.get(kind, (0, 0))
        if entries != count or debits not in {count, count * DEBITS_OF_THREE_LINES}:
            raise BooksDisagree(f"{kind}: {count} acknowledged, {entries} entries of $ {debits}")
    check_balances(connection)


def check_balances(connection: psycopg.Connection[Any]) -> None:
    """Raises BooksDisagree when a balance is not the sum of its postings."""
    wrong = connection.execute(_WRONG_BALANCES).fetchone()
    if wrong != (0,):
        raise BooksDisagree(f"{wrong} balances are not the sum of their postings")
