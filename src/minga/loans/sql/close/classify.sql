-- The category of every living loan at the end of a day: by its own arrears, then dragged to the worst of the same
-- debtor and modality. Only what changed is written; what changed place in the books is answered. The loans that change are
-- held first, in the order of their keys, as a file of wages holds its own: whoever meets waits, and nobody for ever.
-- A loan that came without its plan has no instalments to be late with: until the plan comes, it stays what it came as.
WITH late AS (
    SELECT loan_id, min(due_on) AS since
      FROM (SELECT loan_id, due_on FROM loans_loaninstalment
             WHERE is_current AND settled_on IS NULL AND due_on < %(day)s
               AND NOT (principal = 0 AND interest = 0 AND insurance = 0)  -- nothing_asked.sql settles them
             UNION ALL
            SELECT loan_id, due_on FROM loans_loaninstalment
             WHERE settled_on > %(day)s AND due_on < %(day)s AND booked_in IS NULL) x
     GROUP BY loan_id
), living AS (
    SELECT l.id, l.number, l.member_id, l.modality, l.by_payroll, l.category AS was, l.own_category AS own_was,
           COALESCE(%(day)s::date - late.since, 0) AS days,
           v.loan_id IS NOT NULL
             AND NOT EXISTS (SELECT FROM loans_scheduleversion s WHERE s.loan_id = l.id) AS waits
      FROM loans_loan l
      LEFT JOIN late ON late.loan_id = l.id
      LEFT JOIN loans_loanend e ON e.loan_id = l.id
      LEFT JOIN loans_broughtloan v ON v.loan_id = l.id
     WHERE l.disbursed_on <= %(day)s AND (e.loan_id IS NULL OR e."on" > %(day)s)
), own AS (
    SELECT v.*, CASE WHEN waits THEN own_was WHEN days <= b.a THEN 'A' WHEN days <= b.b THEN 'B' WHEN days <= b.c THEN 'C'
                     WHEN days <= b.d THEN 'D' ELSE 'E' END AS own
      FROM living v
      JOIN unnest(%(modalities)s::text[], %(a)s::int[], %(b)s::int[], %(c)s::int[], %(d)s::int[])
        AS b (modality, a, b, c, d) ON b.modality = v.modality
), graded AS (
    SELECT o.*, max(o.own) OVER (PARTITION BY o.member_id, o.modality) AS category FROM own o
), changed AS MATERIALIZED (
    SELECT * FROM graded WHERE category <> was OR own <> own_was
), held AS MATERIALIZED (
    SELECT id FROM loans_loan WHERE id IN (SELECT id FROM changed) ORDER BY id FOR NO KEY UPDATE
), noted AS (
    INSERT INTO loans_loanclass (loan_id, from_date, days_past_due, own, category)
    SELECT id, %(day)s, days, own, category FROM changed JOIN held USING (id)
    ON CONFLICT (loan_id, from_date)
    DO UPDATE SET days_past_due = EXCLUDED.days_past_due, own = EXCLUDED.own, category = EXCLUDED.category
), moved AS (
    UPDATE loans_loan l SET category = c.category, own_category = c.own
      FROM changed c JOIN held h ON h.id = c.id WHERE l.id = c.id
)
SELECT id, number, modality, by_payroll, was, category FROM changed WHERE category <> was ORDER BY id
