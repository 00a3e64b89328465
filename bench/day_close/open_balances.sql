-- One opening entry for each account of `bench_opening`, whatever its side; consistent, under the ledger's own triggers.
WITH opened AS MATERIALIZED (
    SELECT o.account_id, o.amount, l.normal_side AS side, nextval('ledger.journal_entry_id') AS entry_id
      FROM bench_opening o JOIN ledger.ledger_account l ON l.id = o.account_id
), entries AS (
    INSERT INTO ledger.journal_entry
           (id, key, request_hash, kind, business_date, occurred_at, posted_at, description, actor)
    SELECT o.entry_id, gen_random_uuid(), '\x00112233445566778899aabbccddeeff', 'bench_opening', %(day)s, now(), now(),
           'Apertura', 'system:bench'
      FROM opened o
), postings AS (
    INSERT INTO ledger.posting
           (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
    SELECT o.entry_id, 1, o.account_id, o.side, o.amount, %(day)s, 1, o.amount FROM opened o
     UNION ALL
    SELECT o.entry_id, 2, c.id, CASE o.side WHEN 'D' THEN 'C'::"char" ELSE 'D' END, o.amount, %(day)s, NULL::bigint,
           NULL::numeric
      FROM opened o, ledger.ledger_account c WHERE c.key = 'CASH'
), theirs AS (
    UPDATE ledger.account_balance b SET posted = o.amount, version = 1
      FROM opened o WHERE b.account_id = o.account_id AND b.stripe = 0
)
UPDATE ledger.account_balance b
   SET posted = b.posted + n.change, version = b.version + n.total
  FROM (SELECT count(*) AS total, sum(CASE side WHEN 'D' THEN -amount ELSE amount END) AS change FROM opened) n,
       ledger.ledger_account c
 WHERE c.key = 'CASH' AND b.account_id = c.id AND b.stripe = 1
