-- Each control account of members' money: what its postings add up to, and what the products under it hold.
WITH product AS ({products})
SELECT c.code, c.name, COALESCE(b.total, 0), COALESCE(s.total, 0), COALESCE(s.products, 0)
  FROM ledger.chart_account c
  LEFT JOIN (SELECT l.chart_code, sum(CASE WHEN p.side = l.normal_side THEN p.amount ELSE -p.amount END) AS total
               FROM ledger.posting p JOIN ledger.ledger_account l ON l.id = p.account_id
              GROUP BY l.chart_code) b ON b.chart_code = c.code
  LEFT JOIN (SELECT x.chart_key, count(*) AS products, sum(a.posted) AS total
               FROM product x JOIN ledger.account_balance a ON a.account_id = x.account_id
              GROUP BY x.chart_key) s ON s.chart_key = c.key
 WHERE c.key LIKE ANY (%(members)s) AND (b.total IS NOT NULL OR s.products IS NOT NULL)
 ORDER BY c.code
