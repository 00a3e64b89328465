-- The next accounts that were gathered: posted, and written down with their entries. Keys are the year's own, so that
-- no account gets its share of a year twice, whatever else fails.
WITH next AS (
    SELECT g.* FROM aportes_gathered g
     WHERE g.nth > %(after)s AND g.nth <= %(after)s::bigint + %(piece)s AND g.amount > 0 ORDER BY g.nth
), posted AS (
    SELECT p.account_id, p.entry_id
      FROM (SELECT array_agg((lpad(to_hex((extract(epoch FROM %(day)s::date) * 1000)::bigint), 12, '0')
                              || substr(md5('aportes_revaluation ' || n.account), 1, 20))::uuid) AS keys,
                   array_agg(n.ledger_account) AS accounts, array_agg(n.amount) AS amounts,
                   array_agg(0::numeric) AS deductions
              FROM next n) x
     CROSS JOIN LATERAL ledger.credit_many(x.keys, x.accounts, x.amounts, x.deductions, %(fund)s, %(fund)s, %(kind)s,
                                           %(posted_on)s, %(at)s, %(description)s, NULL, %(actor)s) p
     WHERE x.keys IS NOT NULL
), credited AS (
    INSERT INTO savings_aportescredit (revaluation_id, account_id, base, amount, entry_id)
    SELECT %(revaluation)s, n.account, n.base, n.amount, p.entry_id
      FROM posted p JOIN next n ON n.ledger_account = p.account_id
    RETURNING id
)
SELECT id FROM credited ORDER BY id
