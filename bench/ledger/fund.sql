-- Opens every member account with the same balance, as one entry each: Dr cash, Cr member. Set-based, and the books
-- that result are consistent: the ledger's own triggers look at every row.
-- Parameters: kind, first account, last account, amount.
WITH opened AS MATERIALIZED (
    SELECT b.account_id, nextval('ledger.journal_entry_id') AS entry_id
      FROM ledger.account_balance b WHERE b.account_id BETWEEN %(first)s AND %(last)s
), entries AS (
    INSERT INTO ledger.journal_entry
           (id, key, request_hash, kind, business_date, occurred_at, posted_at, description, actor)
    SELECT o.entry_id, gen_random_uuid(), '\x00112233445566778899aabbccddeeff', %(kind)s, current_date, now(), now(),
           'Apertura', 'system:bench'
      FROM opened o
), postings AS (
    INSERT INTO ledger.posting
           (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
    SELECT o.entry_id, 1, c.id, 'D', %(amount)s, current_date, NULL::bigint, NULL::numeric
      FROM opened o, ledger.ledger_account c WHERE c.key = 'CASH'
    UNION ALL
    SELECT o.entry_id, 2, o.account_id, 'C', %(amount)s, current_date, 1, %(amount)s FROM opened o
), members AS (
    UPDATE ledger.account_balance b SET posted = %(amount)s, version = 1
      FROM opened o WHERE b.account_id = o.account_id
)
UPDATE ledger.account_balance b
   SET posted = b.posted + n.total * %(amount)s, version = b.version + n.total
  FROM (SELECT count(*) AS total FROM opened) n, ledger.ledger_account c
 WHERE c.key = 'CASH' AND b.account_id = c.id AND b.stripe = 1
