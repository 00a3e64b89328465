-- What each account of a kind earned since the last credit, in whole pesos; less than one is not paid and not kept.
WITH earned AS (
    SELECT product, sum(gross) AS gross, sum(withheld) AS withheld FROM savings_accrual
     WHERE business_date BETWEEN %(month)s AND %(day)s GROUP BY product
)
INSERT INTO month_earned (nth, account, ledger_account, exact, gross, withheld)
SELECT row_number() OVER (ORDER BY a.ledger_account_id), a.id, a.ledger_account_id, e.gross, round(e.gross),
       greatest(least(round(e.withheld), round(e.gross) - 1), 0)
  FROM earned e JOIN savings_savingsaccount a ON a.id = e.product
 WHERE a.kind = %(kind)s
