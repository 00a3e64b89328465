-- Accounts in (above, upto] and their balance rows: the right rows, true copies, not below the floor, holds that add
-- up, closed means zero.
WITH account AS (
    SELECT * FROM ledger.ledger_account l WHERE l.id > %(above)s AND l.id <= %(upto)s
), balance AS (
    SELECT * FROM ledger.account_balance b WHERE b.account_id > %(above)s AND b.account_id <= %(upto)s
), together AS (
    SELECT b.account_id, count(*) AS rows, min(b.stripe) AS first, max(b.stripe) AS last, sum(b.posted) AS posted,
           sum(b.held) AS held, bool_or(b.is_open) AS any_open, bool_and(b.is_open) AS all_open
      FROM balance b GROUP BY b.account_id
), open_hold AS (
    SELECT h.account_id, sum(h.amount) AS held FROM ledger.hold h
     WHERE h.account_id > %(above)s AND h.account_id <= %(upto)s
       AND NOT EXISTS (SELECT FROM ledger.hold_end e WHERE e.hold_id = h.id)
     GROUP BY h.account_id
)
SELECT 'balance_without_account', NULL::bigint, NULL::int, t.account_id, t.posted::text, ''
  FROM together t LEFT JOIN account a ON a.id = t.account_id WHERE a.id IS NULL
UNION ALL
SELECT 'account_without_chart', NULL, NULL, a.id, a.chart_code, ''
  FROM account a WHERE NOT EXISTS (SELECT FROM ledger.chart_account c WHERE c.code = a.chart_code)
UNION ALL
SELECT 'balance_rows', NULL, NULL, a.id, COALESCE(t.rows, 0)::text, CASE WHEN a.striped THEN '16' ELSE '1' END
  FROM account a LEFT JOIN together t ON t.account_id = a.id
 WHERE (t.rows, t.first, t.last) IS DISTINCT FROM
       (CASE WHEN a.striped THEN 16::bigint ELSE 1 END, CASE WHEN a.striped THEN 1::smallint ELSE 0::smallint END,
        CASE WHEN a.striped THEN 16::smallint ELSE 0::smallint END)
UNION ALL
SELECT 'copy_differs', NULL, NULL, a.id, concat_ws(' ', b.normal_side, b.currency, b.floor),
       concat_ws(' ', a.normal_side, a.currency, a.floor)
  FROM account a JOIN balance b ON b.account_id = a.id
 WHERE (b.normal_side, b.currency, b.floor) IS DISTINCT FROM (a.normal_side, a.currency, a.floor)
UNION ALL
SELECT 'below_floor', NULL, NULL, b.account_id, (b.posted - b.held)::text, b.floor::text
  FROM balance b WHERE b.posted - b.held < b.floor
UNION ALL
SELECT 'held', NULL, NULL, COALESCE(t.account_id, h.account_id), COALESCE(t.held, 0)::text, COALESCE(h.held, 0)::text
  FROM together t FULL JOIN open_hold h ON h.account_id = t.account_id
 WHERE COALESCE(t.held, 0) <> COALESCE(h.held, 0)
UNION ALL
SELECT 'closed_not_zero', NULL, NULL, t.account_id, concat_ws(' ', t.posted, t.held), '0'
  FROM together t WHERE NOT t.all_open AND (t.posted <> 0 OR t.held <> 0)
UNION ALL
SELECT CASE WHEN t.any_open <> t.all_open THEN 'half_closed' WHEN t.any_open THEN 'open_despite_closure'
            ELSE 'closed_without_record' END,
       NULL, NULL, t.account_id, '', ''
  FROM together t LEFT JOIN ledger.account_closure c ON c.account_id = t.account_id
 WHERE t.any_open <> (c.account_id IS NULL) OR t.any_open <> t.all_open
