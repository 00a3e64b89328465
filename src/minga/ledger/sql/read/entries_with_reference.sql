-- Entries with a reference, of a day or later. OFFSET 0 keeps the first entry of those days from being looked for by
-- walking all entries before it: the days are found by their own index.
SELECT e.id, e.key, e.kind, e.business_date, e.occurred_at, e.posted_at, e.description, COALESCE(e.reference, ''), e.actor,
       e.reverses, (SELECT r.id FROM ledger.journal_entry r WHERE r.reverses = e.id), s.lines, s.total
  FROM ledger.journal_entry e,
       LATERAL (SELECT count(*) AS lines, COALESCE(sum(p.amount) FILTER (WHERE p.side = 'D'), 0) AS total
                  FROM ledger.posting p WHERE p.entry_id = e.id) s
 WHERE e.id >= (SELECT min(d.entry_id) FROM
                 (SELECT entry_id FROM ledger.posting WHERE business_date >= %(since)s OFFSET 0) d)
   AND e.reference = %(reference)s AND e.business_date >= %(since)s
 ORDER BY e.id DESC LIMIT %(limit)s::int
