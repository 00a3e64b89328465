-- The interest of a day before the measured ones, as its close would have written it; in whole centavos, since nothing
-- is carried from it to the next.
INSERT INTO savings_accrual (business_date, product, balance, rate_ea, gross, withheld)
SELECT %(day)s, a.id, b.posted, 0.02, round(b.posted * 0.0000542552, 2),
       CASE WHEN b.posted >= 60000000 THEN round(b.posted * 0.0000037978, 6) ELSE 0 END
  FROM savings_savingsaccount a
  JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id AND b.stripe = 0
 ORDER BY a.id
