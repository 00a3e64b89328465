-- Instalments whose story is over by the end of the day: paid and past, replaced, or written off with their loan. What was
-- paid of their interest, or written off, beyond what the closes took to income is income now (a broken period, or interest
-- that was in suspense); what was kept in suspense for them goes back.
WITH over AS (
    UPDATE loans_loaninstalment SET booked_in = %(day)s
     WHERE booked_in IS NULL
       AND (settled_on <= %(day)s AND due_on <= %(day)s::date + 1 OR replaced_on <= %(day)s)
    RETURNING loan_id, starts_on, least(due_on, replaced_on) AS until, replaced_on, paid_interest
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
     UNION ALL
    -- What left the receivable with a loan that was written off is as good as paid: once, with its last instalments.
    SELECT e.loan_id, e.interest, 0, 0
      FROM (SELECT DISTINCT loan_id, replaced_on FROM over WHERE replaced_on IS NOT NULL) o
      JOIN loans_loanend e ON e.loan_id = o.loan_id AND e."on" = o.replaced_on
     WHERE e.how = 'written_off' AND e.interest > 0
)
SELECT l.modality, count(*), sum(t.paid_interest - t.taken), sum(t.suspended)
  FROM told t JOIN loans_loan l ON l.id = t.loan_id
 GROUP BY l.modality ORDER BY l.modality
