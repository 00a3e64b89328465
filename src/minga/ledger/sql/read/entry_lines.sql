-- A page of one entry's lines.
SELECT p.business_date, p.entry_id, p.line_no, e.description, COALESCE(e.reference, ''), c.code, c.name, p.account_id,
       p.side::text, p.amount
  FROM ledger.posting p
  JOIN ledger.journal_entry e ON e.id = p.entry_id
  JOIN ledger.ledger_account l ON l.id = p.account_id
  JOIN ledger.chart_account c ON c.code = l.chart_code
 WHERE p.entry_id = %(id)s::bigint AND p.line_no > %(line)s::int
 ORDER BY p.line_no LIMIT %(limit)s::int
