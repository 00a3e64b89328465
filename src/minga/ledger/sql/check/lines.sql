-- Single postings of entries in (above, upto]: a legal side, a positive amount, and a running balance exactly where
-- the account keeps one.
WITH striped AS (SELECT l.id FROM ledger.ledger_account l WHERE l.striped)
SELECT CASE WHEN (p.side IN ('D', 'C') AND p.amount > 0 AND p.amount <> 'NaN') IS NOT TRUE THEN 'bad_line'
            ELSE 'running_balance_misplaced' END,
       p.entry_id, p.line_no::int, p.account_id, concat_ws(' ', p.side, p.amount, p.version, p.balance_after), ''
  FROM ledger.posting p
 WHERE p.entry_id > %(above)s AND p.entry_id <= %(upto)s
   AND ((p.side IN ('D', 'C') AND p.amount > 0 AND p.amount <> 'NaN') IS NOT TRUE
        OR (p.version IS NULL) <> (p.balance_after IS NULL)
        OR (p.version IS NULL) <> (p.account_id IN (SELECT id FROM striped)))
 ORDER BY p.entry_id, p.line_no
