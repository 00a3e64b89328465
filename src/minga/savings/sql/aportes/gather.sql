-- Every account of aportes that held something at the end of the year: what, and what its share comes to. Accounts that
-- were closed since get nothing.
INSERT INTO aportes_gathered (nth, account, ledger_account, is_open, base, amount)
SELECT row_number() OVER (ORDER BY s.ledger_account_id), s.id, s.ledger_account_id, b.is_open, d.balance,
       CASE WHEN b.is_open THEN round(d.balance * %(rate)s) ELSE 0 END
  FROM ledger.day_end_balances('APORTES', %(day)s) d
  JOIN savings_savingsaccount s ON s.ledger_account_id = d.account_id
  JOIN ledger.account_balance b ON b.account_id = d.account_id AND b.stripe = 0
 WHERE d.balance > 0
