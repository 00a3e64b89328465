-- What accounts held in the morning of a day, with what the close itself moved that morning; what they have now that is
-- not set aside; and what their plans want to stay. A close that comes late must not see what came after its day.
SELECT a.id, b.posted - COALESCE(later.change, 0), b.posted - b.held,
       CASE a.kind WHEN 'AHORRO_VISTA' THEN savings_least_balance(a.plan_id, %(on)s) ELSE 0 END
  FROM savings_savingsaccount a
  JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id AND b.stripe = 0
  LEFT JOIN LATERAL (
        SELECT sum(CASE p.side WHEN 'C' THEN p.amount ELSE -p.amount END) AS change
          FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
         WHERE p.account_id = a.ledger_account_id AND p.version IS NOT NULL AND p.business_date >= %(on)s
           AND NOT (p.business_date = %(on)s AND e.actor = 'system:day_close'
                    AND e.kind IN ('goal_quota', 'goal_end'))) later ON true
 WHERE a.id = ANY (%(accounts)s)
