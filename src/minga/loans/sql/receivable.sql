-- Interest of a loan that was taken to income and is not paid, instalment by instalment: what is paid of one that was in
-- suspense pays nothing of another.
SELECT COALESCE(sum(greatest(a.taken - i.paid_interest, 0)), 0)
  FROM loans_loaninstalment i
 CROSS JOIN LATERAL (
    SELECT COALESCE(sum(c.interest), 0) AS taken
      FROM generate_series(i.starts_on::timestamp, least(i.due_on, i.replaced_on, %(on)s::date + 1) - 1,
                           interval '1 day') AS d (day)
     CROSS JOIN LATERAL (  -- one row of the key at a time, however many days there are
        SELECT interest FROM loans_loanaccrual
         WHERE business_date = d.day::date AND loan = i.loan_id AND NOT is_suspended LIMIT 1) c) a
 WHERE i.loan_id = %(loan)s AND i.booked_in IS NULL
