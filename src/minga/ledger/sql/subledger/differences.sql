-- The rows that keep products and control accounts apart: what is wrong, where, what was found and what should be there.
WITH product AS ({products}), member_account AS (
    SELECT l.id, l.chart_code, b.posted FROM ledger.ledger_account l
      JOIN ledger.chart_account c ON c.code = l.chart_code
      JOIN (SELECT account_id, sum(posted) AS posted FROM ledger.account_balance GROUP BY account_id) b
        ON b.account_id = l.id
     WHERE c.key LIKE ANY (%(members)s)
), written AS (
    SELECT p.account_id, sum(CASE WHEN p.side = m.normal_side THEN p.amount ELSE -p.amount END) AS total
      FROM ledger.posting p JOIN ledger.ledger_account m ON m.id = p.account_id
      JOIN ledger.chart_account c ON c.code = m.chart_code
     WHERE c.key LIKE ANY (%(members)s) GROUP BY p.account_id
)
SELECT 'no_product', m.chart_code, m.id, NULL, m.posted::text, NULL
  FROM member_account m LEFT JOIN product x ON x.account_id = m.id
 WHERE x.account_id IS NULL AND m.posted <> 0
UNION ALL
SELECT 'no_account', c.code, x.account_id, x.number, NULL, NULL
  FROM product x LEFT JOIN ledger.chart_account c ON c.key = x.chart_key
  LEFT JOIN ledger.ledger_account l ON l.id = x.account_id
 WHERE l.id IS NULL
UNION ALL
SELECT 'wrong_code', l.chart_code, l.id, x.number, l.chart_code, COALESCE(c.code, x.chart_key)
  FROM product x JOIN ledger.ledger_account l ON l.id = x.account_id
  LEFT JOIN ledger.chart_account c ON c.key = x.chart_key
 WHERE c.code IS DISTINCT FROM l.chart_code
UNION ALL
SELECT 'shared_account', l.chart_code, l.id, string_agg(x.number, ', ' ORDER BY x.number), count(*)::text, '1'
  FROM product x JOIN ledger.ledger_account l ON l.id = x.account_id
 GROUP BY l.id HAVING count(*) > 1
UNION ALL
SELECT 'stored_balance', m.chart_code, m.id, x.number, m.posted::text, COALESCE(w.total, 0)::text
  FROM member_account m LEFT JOIN written w ON w.account_id = m.id LEFT JOIN product x ON x.account_id = m.id
 WHERE m.posted <> COALESCE(w.total, 0)
UNION ALL
SELECT 'owed', min(l.chart_code), min(l.id), x.number, sum(b.posted)::text, max(x.owed)::text
  FROM product x JOIN ledger.ledger_account l ON l.id = x.account_id
  JOIN ledger.account_balance b ON b.account_id = l.id
 WHERE x.owed IS NOT NULL GROUP BY x.number HAVING sum(b.posted) <> max(x.owed)
