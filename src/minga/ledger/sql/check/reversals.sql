-- Reversals among the entries in (above, upto]: of an entry that exists, once, and its exact opposite.
WITH reversal AS (
    SELECT e.id, e.reverses FROM ledger.journal_entry e
     WHERE e.reverses IS NOT NULL AND e.id > %(above)s AND e.id <= %(upto)s
)
SELECT 'reversal_of_nothing', r.id, NULL::int, NULL::bigint, r.reverses::text, ''
  FROM reversal r
 WHERE r.reverses >= r.id OR NOT EXISTS (SELECT FROM ledger.journal_entry e WHERE e.id = r.reverses)
UNION ALL
SELECT 'reversed_twice', r.id, NULL, NULL, r.reverses::text, other.id::text
  FROM reversal r JOIN ledger.journal_entry other ON other.reverses = r.reverses AND other.id < r.id
UNION ALL
-- Both sides are numbered among their equals, so that three equal lines want three opposite ones.
SELECT 'reversal_differs', r.id, d.line_no::int, d.account_id, d.found, d.expected
  FROM reversal r CROSS JOIN LATERAL (
       SELECT done.line_no, COALESCE(done.account_id, due.account_id) AS account_id,
              done.side::text || ' ' || done.amount AS found, due.side::text || ' ' || due.amount AS expected
         FROM (SELECT p.*, row_number() OVER (PARTITION BY p.account_id, p.side, p.amount) AS nth
                 FROM ledger.posting p WHERE p.entry_id = r.id) done
         FULL JOIN (SELECT p.account_id, CASE p.side WHEN 'D' THEN 'C'::"char" ELSE 'D'::"char" END AS side, p.amount,
                           row_number() OVER (PARTITION BY p.account_id, p.side, p.amount) AS nth
                      FROM ledger.posting p WHERE p.entry_id = r.reverses) due
           ON due.account_id = done.account_id AND due.side = done.side AND due.amount = done.amount
              AND due.nth = done.nth
        WHERE done.account_id IS NULL OR due.account_id IS NULL) d
