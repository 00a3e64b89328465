-- Inactive accounts that their member moved since: active again from the day of that movement.
WITH ended AS (
    UPDATE savings_inactivity i SET ended_on = m.moved_on
      FROM (SELECT o.id, (SELECT min(p.business_date)
                            FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
                           WHERE p.account_id = a.ledger_account_id AND p.version IS NOT NULL
                             AND p.business_date > o.since AND p.business_date <= %(day)s
                             AND (e.actor LIKE ANY (%(by_member)s) OR e.kind = ANY (%(ordered)s))) AS moved_on
              FROM savings_inactivity o JOIN savings_savingsaccount a ON a.id = o.account_id
             WHERE o.ended_on IS NULL) m
     WHERE m.id = i.id AND m.moved_on IS NOT NULL
    RETURNING 1
)
SELECT count(*) FROM ended
