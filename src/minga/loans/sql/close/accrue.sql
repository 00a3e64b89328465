-- One day's interest of every loan, and mora of what is overdue. A period's interest is spread evenly over its days,
-- so that they add up to what the plan charges, to the last of six decimals. Mora grows as it is charged: compound,
-- from the day after the due date, at the agreed rate or the cap of the day it counts for; without a cap, none. What a
-- loan earned up to the day it came from another system came with it.
WITH period AS (
    SELECT loan_id, principal + balance AS capital, interest, due_on - starts_on AS days,
           %(day)s::date - starts_on + 1 AS nth, settled_on <= %(day)s AS is_paid
      FROM loans_loaninstalment
     WHERE due_on > %(day)s AND due_on <= %(day)s::date + 62 AND due_on <= starts_on + 62 AND starts_on <= %(day)s
       AND (replaced_on IS NULL OR replaced_on > %(day)s)
     UNION ALL
    SELECT loan_id, principal + balance, interest, due_on - starts_on, %(day)s::date - starts_on + 1,
           settled_on <= %(day)s
      FROM loans_loaninstalment
     WHERE due_on > (starts_on + 62) AND due_on > %(day)s AND starts_on <= %(day)s
       AND (replaced_on IS NULL OR replaced_on > %(day)s)
), late_row AS (
    SELECT id, loan_id, due_on, principal - paid_principal AS left_now FROM loans_loaninstalment
     WHERE is_current AND settled_on IS NULL AND due_on <= %(day)s
     UNION ALL
    SELECT id, loan_id, due_on, principal - paid_principal FROM loans_loaninstalment
     WHERE settled_on > %(day)s AND due_on <= %(day)s AND booked_in IS NULL
), late AS (
    SELECT r.loan_id, r.left_now + paid.later AS overdue,
           %(day)s::date - COALESCE(paid.last_on, greatest(r.due_on, v.mora_until)) AS gone
      FROM late_row r
      LEFT JOIN loans_broughtloan v ON v.loan_id = r.loan_id
     CROSS JOIN LATERAL (
        SELECT COALESCE(sum(p.capital) FILTER (WHERE y.paid_on > %(day)s), 0) AS later,
               max(y.paid_on) FILTER (WHERE y.paid_on BETWEEN r.due_on AND %(day)s) AS last_on
          FROM loans_loanpaymentpart p JOIN loans_loanpayment y ON y.id = p.payment_id
         WHERE p.instalment_id = r.id) paid
), charged AS (
    SELECT t.loan_id, sum(t.overdue) AS overdue,
           sum(t.overdue * (power(1 + m.rate, (t.gone + 1) / 365::numeric(30, 20))
                          - power(1 + m.rate, t.gone / 365::numeric(30, 20)))) AS mora
      FROM late t
      JOIN loans_loan l ON l.id = t.loan_id
      LEFT JOIN unnest(%(modalities)s::text[], %(caps)s::numeric[]) AS c (modality, cap) ON c.modality = l.modality
     CROSS JOIN LATERAL (
        SELECT CASE WHEN l.modality = 'VIVIENDA' THEN least(l.mora_rate_ea, l.rate_ea * %(housing_times)s)
                    WHEN c.cap IS NULL THEN 0 ELSE least(l.mora_rate_ea, c.cap) END AS rate) m
     WHERE t.overdue > 0
       AND NOT EXISTS (SELECT FROM loans_loanend e
                        WHERE e.loan_id = t.loan_id AND e.how = 'written_off' AND e."on" <= %(day)s)
     GROUP BY t.loan_id
), written AS (
    INSERT INTO loans_loanaccrual (business_date, loan, capital, overdue, interest, mora, is_suspended)
    SELECT %(day)s, l.id, COALESCE(p.capital, 0), COALESCE(x.overdue, 0),
           COALESCE(round(p.interest * p.nth / p.days, 6) - round(p.interest * (p.nth - 1) / p.days, 6), 0),
           round(COALESCE(x.mora, 0), 6), l.category >= 'C' AND p.is_paid IS NOT TRUE
      FROM period p FULL JOIN charged x ON x.loan_id = p.loan_id
      JOIN loans_loan l ON l.id = COALESCE(p.loan_id, x.loan_id)
      LEFT JOIN loans_broughtloan v ON v.loan_id = l.id
     WHERE v."on" IS NULL OR v."on" < %(day)s
     ORDER BY l.id
    RETURNING loan, overdue, interest, mora, is_suspended
)
SELECT l.modality, count(*), COALESCE(sum(w.interest) FILTER (WHERE NOT w.is_suspended), 0),
       COALESCE(sum(w.interest) FILTER (WHERE w.is_suspended), 0), COALESCE(sum(w.mora), 0),
       count(*) FILTER (WHERE w.overdue > 0)
  FROM written w JOIN loans_loan l ON l.id = w.loan
 GROUP BY l.modality ORDER BY l.modality
