-- Accounts in (above, upto] that keep a running balance: what is stored against what the postings add up to. An account
-- with postings that do not follow from the one before is 'broken'; running_balances.sql names them.
WITH stored AS (
    SELECT b.account_id, b.normal_side, b.posted, b.version FROM ledger.account_balance b
     WHERE b.stripe = 0 AND b.account_id > %(above)s AND b.account_id <= %(upto)s
), line AS (
    SELECT p.account_id, p.version, p.balance_after,
           CASE WHEN p.side = s.normal_side THEN p.amount ELSE -p.amount END AS change,
           lag(p.version, 1, 0::bigint) OVER w AS version_before,
           lag(p.balance_after, 1, 0::numeric) OVER w AS balance_before
      FROM ledger.posting p LEFT JOIN stored s ON s.account_id = p.account_id
     WHERE p.version IS NOT NULL AND p.account_id > %(above)s AND p.account_id <= %(upto)s
    WINDOW w AS (PARTITION BY p.account_id ORDER BY p.version, p.entry_id, p.line_no)
), history AS (
    SELECT l.account_id, count(*) AS postings, sum(l.change) AS total,
           count(*) FILTER (WHERE l.version <> l.version_before + 1
                               OR l.balance_after IS DISTINCT FROM l.balance_before + l.change) AS broken
      FROM line l GROUP BY l.account_id
)
SELECT found.code, NULL::bigint, NULL::int, COALESCE(h.account_id, s.account_id), found.was, found.should_be
  FROM history h FULL JOIN stored s ON s.account_id = h.account_id
 CROSS JOIN LATERAL (VALUES
       ('broken', h.broken > 0, '', ''),
       ('postings_without_balance', s.account_id IS NULL, h.postings::text, '0'),
       ('stored_balance', s.posted <> COALESCE(h.total, 0), s.posted::text, COALESCE(h.total, 0)::text),
       ('stored_version', s.version <> COALESCE(h.postings, 0), s.version::text, COALESCE(h.postings, 0)::text)
       ) AS found (code, wrong, was, should_be)
 WHERE (s.account_id IS NULL OR h.broken > 0 OR s.posted <> COALESCE(h.total, 0)
        OR s.version <> COALESCE(h.postings, 0))
   AND found.wrong
