-- One slice of a long past: transfers of one peso between random member accounts, from those that have money to any.
-- Versions and running balances go on from where the accounts stand, as the posting function would have left them.
-- Parameters: kind, entries, first account, how many have money, how many there are, the day.
WITH drawn AS MATERIALIZED (
    SELECT nextval('ledger.journal_entry_id') AS entry_id,
           %(first)s + (random() * (%(funded)s - 1))::bigint AS source,
           (random() * (%(accounts)s - 2))::bigint AS step
      FROM generate_series(1, %(entries)s)
), transfers AS MATERIALIZED (
    SELECT d.entry_id, d.source, %(first)s + (d.source - %(first)s + 1 + d.step) %% %(accounts)s AS target
      FROM drawn d
), entries AS (
    INSERT INTO ledger.journal_entry
           (id, key, request_hash, kind, business_date, occurred_at, posted_at, description, actor)
    SELECT t.entry_id, uuidv7(), '\x00112233445566778899aabbccddeeff', %(kind)s, %(day)s, now(), now(),
           'Transferencia', 'system:bench'
      FROM transfers t
), lines AS MATERIALIZED (
    SELECT t.entry_id, 1 AS line_no, t.source AS account_id, 'D' AS side, -1 AS change FROM transfers t
    UNION ALL
    SELECT t.entry_id, 2, t.target, 'C', 1 FROM transfers t
), numbered AS MATERIALIZED (
    SELECT l.*, b.version + row_number() OVER w AS version, b.posted + sum(l.change) OVER w AS balance_after
      FROM lines l JOIN ledger.account_balance b ON b.account_id = l.account_id AND b.stripe = 0
    WINDOW w AS (PARTITION BY l.account_id ORDER BY l.entry_id, l.line_no)
), postings AS (
    INSERT INTO ledger.posting
           (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
    SELECT n.entry_id, n.line_no, n.account_id, n.side::"char", 1, %(day)s, n.version, n.balance_after
      FROM numbered n ORDER BY n.entry_id, n.line_no
)
UPDATE ledger.account_balance b SET version = n.version, posted = n.balance_after
  FROM (SELECT DISTINCT ON (x.account_id) x.account_id, x.version, x.balance_after
          FROM numbered x ORDER BY x.account_id, x.version DESC) n
 WHERE b.account_id = n.account_id AND b.stripe = 0
