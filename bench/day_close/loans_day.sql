-- What loans earned on a day before the measured ones.
INSERT INTO loans_loanaccrual (business_date, loan, capital, overdue, interest, mora, is_suspended)
SELECT %(day)s, i.loan_id, i.principal + i.balance, 0, round(i.interest / (i.due_on - i.starts_on), 6), 0, false
  FROM loans_loaninstalment i
 WHERE i.starts_on <= %(day)s AND i.due_on > %(day)s AND i.due_on <= %(day)s::date + 31
 ORDER BY i.loan_id
