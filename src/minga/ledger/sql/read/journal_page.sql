-- A page of the daily book of one day, after one of its lines.
SELECT p.business_date, p.entry_id, p.line_no, e.description, COALESCE(e.reference, ''), c.code, c.name, p.account_id,
       p.side::text, p.amount
  FROM (SELECT * FROM ledger.posting
         WHERE business_date = %(day)s AND (entry_id, line_no) > (%(entry)s::bigint, %(line)s::int)
         ORDER BY entry_id, line_no LIMIT %(limit)s::int) p
  JOIN ledger.journal_entry e ON e.id = p.entry_id
  JOIN ledger.ledger_account l ON l.id = p.account_id
  JOIN ledger.chart_account c ON c.code = l.chart_code
 ORDER BY p.entry_id, p.line_no
