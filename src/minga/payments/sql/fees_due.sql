-- The next accounts at sight that owe a fee of the month and of which nothing is written yet, with what they had at its
-- end and still have: a close that comes late must not charge what came after its day.
SELECT a.id, a.number, a.ledger_account_id, t.amount,
       least(b.posted, b.posted - COALESCE(later.change, 0)) - b.held
  FROM savings_savingsaccount a
  JOIN unnest(%(plans)s::uuid[], %(amounts)s::numeric[]) AS t (plan, amount)
    ON t.plan = COALESCE(a.plan_id, %(default_plan)s)
  JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id AND b.stripe = 0 AND b.is_open
  LEFT JOIN LATERAL (
        SELECT sum(CASE p.side WHEN 'C' THEN p.amount ELSE -p.amount END) AS change
          FROM ledger.posting p
         WHERE p.account_id = a.ledger_account_id AND p.version IS NOT NULL AND p.business_date > %(day)s) later ON true
 WHERE a.kind = 'AHORRO_VISTA' AND a.opened_on <= %(month)s
   AND NOT EXISTS (SELECT FROM payments_accountfee f
                    WHERE f.account_id = a.id AND f.what = %(what)s AND f.month = %(month)s)
   AND (NOT %(inactive)s OR EXISTS (SELECT FROM savings_inactivity i
                                     WHERE i.account_id = a.id AND i.ended_on IS NULL AND i.since <= %(day)s))
 ORDER BY a.id LIMIT %(piece)s
