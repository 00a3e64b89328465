-- Accounts whose last known movement is old enough are asked for the real last one; those that have no later one are
-- inactive from today on. Closed accounts are left alone.
WITH asked AS MATERIALIZED (
    SELECT a.id, a.opened_on, t.days, m.moved_on
      FROM savings_savingsaccount a
      JOIN unnest(%(plans)s::uuid[], %(days)s::int[]) AS t (plan, days)
        ON t.plan = COALESCE(a.plan_id, %(default_plan)s)
      JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id AND b.stripe = 0 AND b.is_open
      LEFT JOIN LATERAL (
            SELECT p.business_date AS moved_on
              FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
             WHERE p.account_id = a.ledger_account_id AND p.version IS NOT NULL AND p.business_date <= %(day)s
               AND (e.actor LIKE ANY (%(by_member)s) OR e.kind = ANY (%(ordered)s))
             ORDER BY p.business_date DESC, p.version DESC LIMIT 1) m ON true
     WHERE a.kind = 'AHORRO_VISTA' AND COALESCE(a.moved_on, a.opened_on) <= %(day)s::date - t.days
       AND NOT EXISTS (SELECT FROM savings_inactivity i WHERE i.account_id = a.id AND i.ended_on IS NULL)
), noted AS (
    UPDATE savings_savingsaccount a SET moved_on = q.moved_on
      FROM asked q WHERE a.id = q.id AND a.moved_on IS DISTINCT FROM q.moved_on
), marked AS (
    INSERT INTO savings_inactivity (account_id, since, last_movement_on, days)
    SELECT q.id, %(day)s, COALESCE(q.moved_on, q.opened_on), q.days
      FROM asked q WHERE COALESCE(q.moved_on, q.opened_on) <= %(day)s::date - q.days
    RETURNING 1
)
SELECT count(*) FROM marked
