-- One day's interest of every account of one kind that has a plan, in one pass over the books. Each OFFSET 0 keeps a
-- value that is used several times from being worked out as often. A day of a goal that was ended early since, before the
-- close of that day, earns at the early rate: what the end took back of other days it could not take of this one.
WITH written AS (
    INSERT INTO savings_accrual (business_date, product, balance, rate_ea, gross, withheld)
    SELECT %(day)s, g.id, g.balance, g.rate_ea, round(g.exact, 6),
           CASE WHEN g.exact >= %(threshold)s THEN round(g.exact * %(retention)s, 6) ELSE 0 END
      FROM (SELECT a.id, d.balance, LEAST(t.rate_ea, l.rate_ea) AS rate_ea,
                   d.balance * LEAST(t.factor, l.factor) AS exact
              FROM (SELECT account_id, balance FROM ledger.day_end_of_all(%(day)s) OFFSET 0) d
              JOIN savings_savingsaccount a ON a.ledger_account_id = d.account_id AND a.kind = %(kind)s
              JOIN unnest(%(plans)s::uuid[], %(rates)s::numeric[], %(factors)s::numeric[], %(minimums)s::numeric[])
                AS t (plan, rate_ea, factor, minimum) ON t.plan = COALESCE(a.plan_id, %(default_plan)s)
              LEFT JOIN unnest(%(left)s::uuid[], %(left_rates)s::numeric[], %(left_factors)s::numeric[])
                AS l (account, rate_ea, factor) ON l.account = a.id
             WHERE (a.accrued_until IS NULL OR a.accrued_until < %(day)s)
               AND d.balance > 0 AND d.balance >= t.minimum AND LEAST(t.factor, l.factor) > 0
               -- A goal that was ended today has its day already (close_goal); what was put in after that earns tomorrow.
               AND NOT EXISTS (SELECT FROM savings_accrual x WHERE x.business_date = %(day)s AND x.product = a.id)
             ORDER BY a.id OFFSET 0) g
    RETURNING gross
)
SELECT count(*), COALESCE(sum(gross), 0) FROM written
