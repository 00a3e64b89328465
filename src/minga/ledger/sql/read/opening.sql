-- A chart account, and what it held when a day began, signed towards its normal side.
SELECT c.name, c.normal_side::text, COALESCE(
         (SELECT sum(CASE WHEN p.side = c.normal_side THEN p.amount ELSE -p.amount END)
            FROM ledger.ledger_account l JOIN ledger.posting p ON p.account_id = l.id
           WHERE l.chart_code = c.code AND p.business_date < %(since)s), 0)
  FROM ledger.chart_account c WHERE c.code = %(code)s
