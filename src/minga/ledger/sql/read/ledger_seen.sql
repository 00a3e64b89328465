-- What the lines of a chart account from a day up to and including one of them add up to, towards its normal side.
SELECT COALESCE(sum(CASE WHEN p.side = %(side)s::"char" THEN p.amount ELSE -p.amount END), 0)
  FROM ledger.ledger_account l
  JOIN ledger.posting p ON p.account_id = l.id
 WHERE l.chart_code = %(code)s AND p.business_date BETWEEN %(since)s AND %(until)s
   AND (p.business_date, p.entry_id, p.line_no) <= (%(day)s::date, %(entry)s::bigint, %(line)s::int)
