SELECT min(o.account_id), max(o.account_id), count(*)
  FROM ledger.chart_account c,
       LATERAL (SELECT array_agg(gen_random_uuid()) AS refs FROM generate_series(1, %s)) owners,
       ledger.open_member_accounts(c.code, %s, owners.refs) o
 WHERE c.key = %s
