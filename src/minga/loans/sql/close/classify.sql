-- The category of every living loan at the end of a day: by its own arrears, then dragged to the worst of the same
-- debtor and modality. Only what changed is written; what changed place in the books is answered.
WITH late AS (
    SELECT loan_id, min(due_on) AS since
      FROM (SELECT loan_id, due_on FROM loans_loaninstalment
             WHERE is_current AND settled_on IS NULL AND due_on < %(day)s
             UNION ALL
            SELECT loan_id, due_on FROM loans_loaninstalment
             WHERE settled_on > %(day)s AND due_on < %(day)s AND booked_in IS NULL) x
     GROUP BY loan_id
), living AS (
    SELECT l.id, l.number, l.member_id, l.modality, l.by_payroll, l.category AS was, l.own_category AS own_was,
           COALESCE(%(day)s::date - late.since, 0) AS days
      FROM loans_loan l
      LEFT JOIN late ON late.loan_id = l.id
      LEFT JOIN loans_loanend e ON e.loan_id = l.id
     WHERE l.disbursed_on <= %(day)s AND (e.loan_id IS NULL OR e."on" > %(day)s)
), own AS (
    SELECT v.*, CASE WHEN days <= b.a THEN 'A' WHEN days <= b.b THEN 'B' WHEN days <= b.c THEN 'C'
                     WHEN days <= b.d THEN 'D' ELSE 'E' END AS own
      FROM living v
      JOIN unnest(%(modalities)s::text[], %(a)s::int[], %(b)s::int[], %(c)s::int[], %(d)s::int[])
        AS b (modality, a, b, c, d) ON b.modality = v.modality
), graded AS (
    SELECT o.*, max(o.own) OVER (PARTITION BY o.member_id, o.modality) AS category FROM own o
), changed AS MATERIALIZED (
    SELECT * FROM graded WHERE category <> was OR own <> own_was
), noted AS (
    INSERT INTO loans_loanclass (loan_id, from_date, days_past_due, own, category)
    SELECT id, %(day)s, days, own, category FROM changed
    ON CONFLICT (loan_id, from_date)
    DO UPDATE SET days_past_due = EXCLUDED.days_past_due, own = EXCLUDED.own, category = EXCLUDED.category
), moved AS (
    UPDATE loans_loan l SET category = c.category, own_category = c.own FROM changed c WHERE l.id = c.id
)
SELECT id, number, modality, by_payroll, was, category FROM changed WHERE category <> was ORDER BY id
