-- What each account of a kind earned since the last credit, in whole pesos; less than one is not paid and not kept.
INSERT INTO savings_interestcredit (account_id, month, credited_on, gross, withheld)
SELECT a.id, %(month)s, %(day)s, round(sum(c.gross)), least(round(sum(c.withheld)), round(sum(c.gross)) - 1)
  FROM savings_accrual c JOIN savings_savingsaccount a ON a.id = c.product
 WHERE c.business_date BETWEEN %(month)s AND %(day)s AND a.kind = %(kind)s
 GROUP BY a.id HAVING round(sum(c.gross)) > 0
