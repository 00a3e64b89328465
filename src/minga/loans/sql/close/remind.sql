-- Whom to tell of what falls due and of what is late, each instalment and stage once. Only the oldest instalment that a
-- loan owes counts, so that nobody is told of the next one while one is late. Codebtors are told of what is late, with
-- the debtor. `nth` numbers what is late of one person: they hear of one credit a day. Whoever has neither address has none.
WITH oldest AS (
    SELECT loan_id, min(due_on) AS due_on
      FROM loans_loaninstalment
     WHERE is_current AND settled_on IS NULL AND due_on <= %(last)s
     GROUP BY loan_id
), reached AS (
    SELECT o.loan_id, o.due_on, w.stage, l.member_id, l.request_id
      FROM oldest o
      JOIN unnest(%(stages)s::smallint[], %(since)s::date[], %(until)s::date[]) AS w (stage, since, until)
        ON o.due_on BETWEEN w.since AND w.until
      JOIN loans_loan l ON l.id = o.loan_id
     WHERE (w.stage > 0 OR NOT l.by_payroll)
       AND NOT EXISTS (SELECT FROM loans_loanend e WHERE e.loan_id = l.id)
       AND NOT EXISTS (SELECT FROM loans_instalmentnotice n
                        WHERE n.due_on = o.due_on AND n.stage = w.stage AND n.loan = o.loan_id)
), noted AS (
    INSERT INTO loans_instalmentnotice (due_on, stage, loan, told_on)
    SELECT due_on, stage, loan_id, %(day)s FROM reached ORDER BY due_on, stage, loan_id
), whom AS (
    SELECT loan_id, due_on, stage, member_id FROM reached
     UNION
    SELECT r.loan_id, r.due_on, r.stage, c.member_id
      FROM reached r
      JOIN loans_codebtor c ON c.request_id = r.request_id AND c.removed_at IS NULL AND c.answer = 'accepted'
     WHERE r.stage > 0
)
SELECT w.loan_id, w.member_id, w.due_on, w.stage,
       CASE WHEN m.email = '' AND m.mobile = '' THEN NULL WHEN w.stage = 0 THEN 1
            ELSE row_number() OVER (PARTITION BY w.member_id, w.stage = 0 ORDER BY w.due_on, w.loan_id) END AS nth
  FROM whom w JOIN members_member m ON m.id = w.member_id
 ORDER BY nth, w.due_on, w.loan_id, w.member_id
