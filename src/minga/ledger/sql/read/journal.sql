-- The daily book: every line of every entry of those days, in the order it was written.
SELECT p.business_date, p.entry_id, p.line_no, e.description, COALESCE(e.reference, ''), c.code, c.name, p.account_id,
       p.side::text, p.amount
  FROM ledger.posting p
  JOIN ledger.journal_entry e ON e.id = p.entry_id
  JOIN ledger.ledger_account l ON l.id = p.account_id
  JOIN ledger.chart_account c ON c.code = l.chart_code
 WHERE p.business_date BETWEEN %(since)s AND %(until)s
 ORDER BY p.business_date, p.entry_id, p.line_no
