-- Individual impairment at the end of a month: what each loan's category and arrears ask for, against what was set
-- aside before. Loans that have ended ask for nothing. Only changes are written; their sums by category are answered.
WITH exposed AS (
    SELECT a.loan_id, sum(b.balance) AS capital
      FROM unnest(%(keys)s::text[]) AS k (key)
     CROSS JOIN LATERAL ledger.day_end_balances(k.key, %(day)s) b
      JOIN loans_loanaccount a ON a.ledger_account_id = b.account_id
     WHERE b.balance > 0 GROUP BY a.loan_id
), late AS (
    SELECT loan_id, %(day)s::date - min(due_on) AS days
      FROM (SELECT loan_id, due_on FROM loans_loaninstalment
             WHERE is_current AND settled_on IS NULL AND due_on < %(day)s
             UNION ALL
            SELECT loan_id, due_on FROM loans_loaninstalment
             WHERE settled_on > %(day)s AND due_on < %(day)s AND booked_in IS NULL) x
     GROUP BY loan_id
), had AS (
    SELECT DISTINCT ON (loan_id) loan_id, category, amount FROM loans_impairment ORDER BY loan_id, from_date DESC
), wanted AS (
    SELECT l.id AS loan_id, l.modality, COALESCE(h.category, l.category) AS was, l.category,
           COALESCE(h.amount, 0) AS had,
           COALESCE(round(e.capital * s.share), 0) AS amount
      FROM loans_loan l
      LEFT JOIN exposed e ON e.loan_id = l.id
      LEFT JOIN late t ON t.loan_id = l.id
      LEFT JOIN had h ON h.loan_id = l.id
      LEFT JOIN loans_broughtloan v ON v.loan_id = l.id
      LEFT JOIN LATERAL (
        SELECT u.share FROM unnest(%(modalities)s::text[], %(categories)s::text[], %(from_days)s::int[],
                                   %(shares)s::numeric[]) AS u (modality, category, from_days, share)
         WHERE u.modality = l.modality AND u.category = l.category AND u.from_days <= COALESCE(t.days, 0)
         ORDER BY u.from_days DESC LIMIT 1) s ON true
     WHERE (e.loan_id IS NOT NULL OR h.amount > 0)
       -- What was set aside for a loan that was written off since has served, however late the close comes.
       AND NOT EXISTS (SELECT FROM loans_loanend x
                        WHERE x.loan_id = l.id AND x.how = 'written_off' AND x."on" > %(day)s)
       -- Of a loan that waits for its plan nobody knows how late it is: what came with it stays.
       AND (v.loan_id IS NULL OR EXISTS (SELECT FROM loans_scheduleversion s WHERE s.loan_id = l.id))
), changed AS MATERIALIZED (
    SELECT * FROM wanted WHERE amount <> had OR (category <> was AND had > 0)
), noted AS (
    INSERT INTO loans_impairment (loan_id, from_date, category, amount)
    SELECT loan_id, %(day)s, category, amount FROM changed ORDER BY loan_id  -- as everybody holds loans
    ON CONFLICT (loan_id, from_date) DO UPDATE SET category = EXCLUDED.category, amount = EXCLUDED.amount
)
SELECT modality, was, category, count(*), sum(greatest(amount - had, 0)), sum(greatest(had - amount, 0)),
       sum(CASE WHEN was <> category THEN least(had, amount) ELSE 0 END)
  FROM changed GROUP BY modality, was, category ORDER BY modality, was, category
