-- The very postings of these accounts that do not follow from the one before.
SELECT CASE WHEN l.version <> l.version_before + 1 THEN 'version_gap' ELSE 'running_balance' END,
       l.entry_id, l.line_no::int, l.account_id,
       CASE WHEN l.version <> l.version_before + 1 THEN l.version::text ELSE l.balance_after::text END,
       CASE WHEN l.version <> l.version_before + 1 THEN (l.version_before + 1)::text
            ELSE (l.balance_before + l.change)::text END
  FROM (SELECT p.entry_id, p.line_no, p.account_id, p.version, p.balance_after,
               CASE WHEN p.side = b.normal_side THEN p.amount ELSE -p.amount END AS change,
               lag(p.version, 1, 0::bigint) OVER w AS version_before,
               lag(p.balance_after, 1, 0::numeric) OVER w AS balance_before
          FROM ledger.posting p
          LEFT JOIN ledger.account_balance b ON b.account_id = p.account_id AND b.stripe = 0
         WHERE p.version IS NOT NULL AND p.account_id = ANY (%(accounts)s)
        WINDOW w AS (PARTITION BY p.account_id ORDER BY p.version, p.entry_id, p.line_no)) l
 WHERE l.version <> l.version_before + 1 OR l.balance_after IS DISTINCT FROM l.balance_before + l.change
 ORDER BY l.account_id, l.version, l.entry_id, l.line_no
