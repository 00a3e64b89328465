-- As ledger.day_end_balances, of every sequenced account: for who knows the accounts already and need not be told which
-- of the chart they are under. Accounts without a balance are here too.
CREATE FUNCTION ledger.day_end_of_all(p_day date)
RETURNS TABLE (account_id bigint, balance numeric) LANGUAGE sql STABLE AS $$
    SELECT b.account_id, b.posted - COALESCE(later.change, 0)
      FROM ledger.account_balance b
      LEFT JOIN (SELECT p.account_id, sum(CASE WHEN p.side = x.normal_side THEN p.amount ELSE -p.amount END) AS change
                   FROM ledger.posting p JOIN ledger.ledger_account x ON x.id = p.account_id
                  WHERE p.business_date > p_day AND p.version IS NOT NULL
                  GROUP BY p.account_id) later ON later.account_id = b.account_id
     WHERE b.stripe = 0
$$;
