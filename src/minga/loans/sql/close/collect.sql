-- Each stage that a late loan has reached, once: by the costs that were in force when the loan was handed out, the line's own
-- before those of every line. What is settled by now is not charged, however late the close comes.
WITH late AS (
    SELECT DISTINCT ON (i.loan_id) i.loan_id, i.id, %(day)s::date - i.due_on AS days
      FROM loans_loaninstalment i
     WHERE EXISTS (SELECT FROM loans_collectioncost)
       AND i.is_current AND i.settled_on IS NULL AND i.due_on < %(day)s
     ORDER BY i.loan_id, i.due_on, i.n
), stage AS (
    SELECT DISTINCT ON (t.loan_id, c.days) t.loan_id, t.id, c.days, c.name, c.amount
      FROM late t
      JOIN loans_loan l ON l.id = t.loan_id
      JOIN loans_collectioncost c ON (c.line_id = l.line_id OR c.line_id IS NULL)
                                 AND c.valid_from <= l.disbursed_on AND c.days <= t.days
     WHERE NOT EXISTS (SELECT FROM loans_loanend e WHERE e.loan_id = l.id)
     ORDER BY t.loan_id, c.days, c.line_id IS NULL, c.valid_from DESC
), charged AS (
    INSERT INTO loans_collectioncharge (loan_id, instalment_id, days, name, amount, "on", paid)
    SELECT loan_id, id, days, name, amount, %(day)s, 0 FROM stage WHERE amount > 0 ORDER BY loan_id, days
    ON CONFLICT (loan_id, days) WHERE over_on IS NULL DO NOTHING
    RETURNING amount
)
SELECT count(*), COALESCE(sum(amount), 0) FROM charged
