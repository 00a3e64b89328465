-- The chart of accounts.
SELECT code, name FROM ledger.chart_account ORDER BY code
