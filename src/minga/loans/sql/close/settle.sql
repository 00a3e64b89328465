-- Instalments whose story is over by the end of the day: paid and past, or replaced. What was paid of their interest
-- beyond what the closes took to income is income now (a broken period, or interest that was in suspense).
WITH over AS (
    UPDATE loans_loaninstalment SET booked_in = %(day)s
     WHERE booked_in IS NULL
       AND (settled_on <= %(day)s AND due_on <= %(day)s::date + 1 OR replaced_on <= %(day)s)
    RETURNING loan_id, starts_on, least(due_on, replaced_on) AS until, paid_interest
), told AS (
    SELECT o.loan_id, o.paid_interest, a.taken, a.suspended
      FROM over o
     CROSS JOIN LATERAL (
        SELECT COALESCE(sum(interest) FILTER (WHERE NOT is_suspended), 0) AS taken,
               COALESCE(sum(interest) FILTER (WHERE is_suspended), 0) AS suspended
          FROM generate_series(o.starts_on::timestamp, o.until - 1, interval '1 day') AS d (day)
         CROSS JOIN LATERAL (  -- one row of the key at a time, however many days there are
            SELECT interest, is_suspended FROM loans_loanaccrual
             WHERE business_date = d.day::date AND loan = o.loan_id LIMIT 1) c) a
)
SELECT l.modality, count(*), sum(t.paid_interest - t.taken), sum(t.suspended)
  FROM told t JOIN loans_loan l ON l.id = t.loan_id
 GROUP BY l.modality ORDER BY l.modality
