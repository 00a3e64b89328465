-- The next accounts whose gathered interest has no entry yet: posted, and tied to their entries.
WITH next AS (
    SELECT i.id, i.gross, i.withheld, a.id AS account, a.ledger_account_id AS ledger_account
      FROM savings_interestcredit i JOIN savings_savingsaccount a ON a.id = i.account_id
     WHERE i.month = %(month)s AND i.entry_id IS NULL AND a.kind = %(kind)s
     ORDER BY i.id LIMIT %(piece)s
), posted AS (
    SELECT p.account_id, p.entry_id
      FROM (SELECT array_agg((lpad(to_hex((extract(epoch FROM %(day)s::date) * 1000)::bigint), 12, '0')
                              || substr(md5('interest ' || n.account || %(month)s::date), 1, 20))::uuid) AS keys,
                   array_agg(n.ledger_account) AS accounts, array_agg(n.gross) AS amounts,
                   array_agg(n.withheld) AS deductions
              FROM next n) x
     CROSS JOIN LATERAL ledger.credit_many(x.keys, x.accounts, x.amounts, x.deductions, %(payable)s, %(withholding)s,
                                           'interest', %(day)s, %(at)s, %(description)s, NULL, 'system:day_close') p
     WHERE x.keys IS NOT NULL
), tied AS (
    UPDATE savings_interestcredit i SET entry_id = p.entry_id
      FROM posted p JOIN next n ON n.ledger_account = p.account_id WHERE i.id = n.id
    RETURNING i.gross, i.withheld
)
SELECT count(*), COALESCE(sum(gross), 0), COALESCE(sum(withheld), 0) FROM tied
