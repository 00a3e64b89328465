-- The interest of the days before the measured ones, in the order in which closes would have written it.
-- In whole centavos, since the closes that left fractions of one behind did not take place.
WITH savings AS (
    INSERT INTO savings_accrual (business_date, product, balance, rate_ea, gross, withheld)
    SELECT d.day, a.id, b.posted, 0.02, round(b.posted * 0.0000542552, 2),
           CASE WHEN b.posted >= 60000000 THEN round(b.posted * 0.0000037978, 6) ELSE 0 END
      FROM generate_series(%(first)s::date, %(until)s::date - 1, interval '1 day') AS d (day)
     CROSS JOIN savings_savingsaccount a
      JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id AND b.stripe = 0
     ORDER BY d.day
)
INSERT INTO loans_loanaccrual (business_date, loan, capital, overdue, interest, mora, is_suspended)
SELECT d.day, i.loan_id, i.principal + i.balance, 0, round(i.interest / (i.due_on - i.starts_on), 6), 0, false
  FROM generate_series(%(first)s::date - 30, %(until)s::date - 1, interval '1 day') AS d (day)
  JOIN loans_loaninstalment i ON i.starts_on <= d.day AND i.due_on > d.day
 ORDER BY d.day
