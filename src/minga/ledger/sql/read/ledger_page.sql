-- A page of the general ledger of one chart account, after one of its lines.
SELECT p.business_date, p.entry_id, p.line_no, e.description, COALESCE(e.reference, ''), l.chart_code, '', p.account_id,
       p.side::text, p.amount
  FROM ledger.ledger_account l
  JOIN ledger.posting p ON p.account_id = l.id
  JOIN ledger.journal_entry e ON e.id = p.entry_id
 WHERE l.chart_code = %(code)s AND p.business_date BETWEEN %(since)s AND %(until)s
   AND (p.business_date, p.entry_id, p.line_no) > (%(day)s::date, %(entry)s::bigint, %(line)s::int)
 ORDER BY p.business_date, p.entry_id, p.line_no LIMIT %(limit)s::int
