-- Holds that were captured: by an entry that exists and has a line on the held account. And keys used twice.
SELECT 'capture_without_entry', e.entry_id, NULL::int, h.account_id, h.id::text, ''
  FROM ledger.hold_end e JOIN ledger.hold h ON h.id = e.hold_id
 WHERE e.how = 'captured'
   AND NOT EXISTS (SELECT FROM ledger.posting p JOIN ledger.journal_entry j ON j.id = p.entry_id
                    WHERE p.entry_id = e.entry_id AND p.account_id = h.account_id)
UNION ALL
SELECT 'hold_key_twice', NULL, NULL, h.account_id, h.id::text, h.before::text
  FROM (SELECT h.id, h.account_id, h.key, lag(h.key) OVER w AS key_before, lag(h.id) OVER w AS before
          FROM ledger.hold h WINDOW w AS (ORDER BY h.key, h.id)) h
 WHERE h.key = h.key_before
