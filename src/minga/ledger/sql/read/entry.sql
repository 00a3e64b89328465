-- One entry, who reversed it, and how much it moved.
SELECT e.id, e.key, e.kind, e.business_date, e.occurred_at, e.posted_at, e.description, COALESCE(e.reference, ''), e.actor,
       e.reverses, (SELECT r.id FROM ledger.journal_entry r WHERE r.reverses = e.id), s.lines, s.total
  FROM ledger.journal_entry e,
       LATERAL (SELECT count(*) AS lines, COALESCE(sum(p.amount) FILTER (WHERE p.side = 'D'), 0) AS total
                  FROM ledger.posting p WHERE p.entry_id = e.id) s
 WHERE e.id = %(id)s::bigint
