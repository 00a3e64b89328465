-- The next accounts whose month is gathered: posted, and written down with their entries.
WITH next AS (
    SELECT m.* FROM month_earned m
     WHERE m.nth > %(after)s AND m.nth <= %(after)s::bigint + %(piece)s AND m.gross > 0 ORDER BY m.nth
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
), credited AS (
    INSERT INTO savings_interestcredit (account_id, month, credited_on, gross, withheld, entry_id)
    SELECT n.account, %(month)s, %(day)s, n.gross, n.withheld, p.entry_id
      FROM posted p JOIN next n ON n.ledger_account = p.account_id
    RETURNING gross, withheld
)
SELECT count(*), COALESCE(sum(gross), 0), COALESCE(sum(withheld), 0) FROM credited
