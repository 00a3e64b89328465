-- Entries that carry the same idempotency key: sorted by it, equal ones lie side by side.
SELECT 'key_twice', e.id, NULL::int, NULL::bigint, e.key::text, e.before::text
  FROM (SELECT e.id, e.key, lag(e.key) OVER w AS key_before, lag(e.id) OVER w AS before
          FROM ledger.journal_entry e WINDOW w AS (ORDER BY e.key, e.id)) e
 WHERE e.key = e.key_before
