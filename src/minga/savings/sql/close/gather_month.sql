-- What each account of a kind earned since the last credit, in whole pesos; less than one is not paid and not kept, nor is
-- what an account earned that was closed since: it can be credited no more, and must not stop everybody else's.
WITH earned AS (
    SELECT product, sum(gross) AS gross, sum(withheld) AS withheld FROM savings_accrual
     WHERE business_date BETWEEN %(month)s AND %(day)s GROUP BY product
)
INSERT INTO month_earned (nth, account, ledger_account, is_open, exact, gross, withheld)
SELECT row_number() OVER (ORDER BY a.ledger_account_id), a.id, a.ledger_account_id, b.is_open, e.gross,
       CASE WHEN b.is_open THEN round(e.gross) ELSE 0 END, greatest(least(round(e.withheld), round(e.gross) - 1), 0)
  FROM earned e JOIN savings_savingsaccount a ON a.id = e.product
  JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id AND b.stripe = 0
 WHERE a.kind = %(kind)s
