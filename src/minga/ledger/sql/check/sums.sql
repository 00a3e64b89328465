-- What the postings of entries in (above, upto] add up to: by business date, and by account where the account keeps
-- no running balance (account_id is null for the rest).
SELECT p.business_date, CASE WHEN p.version IS NULL THEN p.account_id END AS account_id, count(*),
       COALESCE(sum(p.amount) FILTER (WHERE p.side = 'D'), 0), COALESCE(sum(p.amount) FILTER (WHERE p.side = 'C'), 0)
  FROM ledger.posting p WHERE p.entry_id > %(above)s AND p.entry_id <= %(upto)s
 GROUP BY 1, 2
