-- The bare statements write the same number of rows as a close, from one plain row a product that knows everything.
-- {target}: bare (plain tables) or indexed (the product's indexes on them).
-- name: sources
CREATE TABLE bare_saving AS
SELECT a.id AS product, a.ledger_account_id AS account_id, b.posted AS balance
  FROM savings_savingsaccount a JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id;
CREATE TABLE bare_loan AS
SELECT i.loan_id AS loan, i.principal + i.balance AS capital, i.interest, i.due_on - i.starts_on AS days
  FROM loans_loaninstalment i WHERE i.starts_on <= '{month_end}' AND i.due_on > '{month_end}'
-- name: tables
-- Without autovacuum: what these tables leave behind must not be cleaned while the close is measured.
CREATE TABLE {target}_accrual (LIKE savings_accrual INCLUDING IDENTITY {indexes}) WITH (autovacuum_enabled = off);
CREATE TABLE {target}_loan_accrual (LIKE loans_loanaccrual INCLUDING IDENTITY {indexes}) WITH (autovacuum_enabled = off);
CREATE TABLE {target}_credit (LIKE savings_interestcredit INCLUDING IDENTITY {indexes}) WITH (autovacuum_enabled = off);
CREATE TABLE {target}_entry (LIKE ledger.journal_entry {indexes}) WITH (autovacuum_enabled = off);
CREATE TABLE {target}_posting (LIKE ledger.posting {indexes}) WITH (autovacuum_enabled = off);
CREATE TABLE {target}_impairment (LIKE loans_impairment INCLUDING IDENTITY {indexes}) WITH (autovacuum_enabled = off);
CREATE TABLE {target}_balance WITH (autovacuum_enabled = off) AS SELECT account_id, balance AS posted FROM bare_saving
-- name: day
INSERT INTO {target}_accrual (business_date, product, balance, rate_ea, gross, withheld)
SELECT '{day}', s.product, s.balance, 0.02, round(s.balance * 0.0000542552, 6),
       CASE WHEN s.balance >= 60000000 THEN round(s.balance * 0.0000037978, 6) ELSE 0 END
  FROM bare_saving s;
INSERT INTO {target}_loan_accrual (business_date, loan, capital, overdue, interest, mora, is_suspended)
SELECT '{day}', l.loan, l.capital, 0, round(l.interest / l.days, 6), 0, false FROM bare_loan l
-- name: month_end
INSERT INTO {target}_credit (account_id, month, credited_on, gross, withheld, entry_id)
SELECT x.product, '{first}', '{day}', round(x.gross), round(x.withheld), row_number() OVER ()
  FROM (SELECT product, sum(gross) AS gross, sum(withheld) AS withheld FROM savings_accrual
         WHERE business_date BETWEEN '{first}' AND '{day}' GROUP BY product) x
 WHERE round(x.gross) > 0;
INSERT INTO {target}_entry (id, key, request_hash, kind, business_date, occurred_at, posted_at, description, actor)
SELECT c.entry_id, gen_random_uuid(), uuid_send(c.account_id), 'interest', '{day}', now(), now(),
       'Intereses de tus ahorros', 'system:day_close' FROM {target}_credit c;
INSERT INTO {target}_posting (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
SELECT c.entry_id, l.line_no, l.account, l.side, l.amount, '{day}', 2, l.amount
  FROM {target}_credit c JOIN bare_saving s ON s.product = c.account_id
 CROSS JOIN LATERAL (VALUES (1, 1::bigint, 'D'::"char", c.gross), (2, s.account_id, 'C', c.gross - c.withheld),
                            (3, 2, 'C', c.withheld)) AS l (line_no, account, side, amount)
 WHERE l.amount > 0;
UPDATE {target}_balance b SET posted = b.posted + c.gross - c.withheld
  FROM {target}_credit c JOIN bare_saving s ON s.product = c.account_id WHERE b.account_id = s.account_id;
INSERT INTO {target}_impairment (loan_id, from_date, category, amount)
SELECT l.loan, '{day}', 'B', round(l.capital * 0.01) FROM bare_loan l LIMIT {impaired}
