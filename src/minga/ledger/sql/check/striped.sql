-- Striped accounts: what lies in their sixteen rows together against what their postings add up to.
WITH written AS (
    SELECT * FROM unnest(%(accounts)s::bigint[], %(debits)s::numeric[], %(credits)s::numeric[], %(counts)s::bigint[])
                  AS w (account_id, debit, credit, postings)
), stored AS (
    SELECT b.account_id, min(b.normal_side::text) AS normal_side, sum(b.posted) AS posted, sum(b.version) AS version
      FROM ledger.account_balance b WHERE b.stripe > 0 GROUP BY b.account_id
), compared AS (
    SELECT COALESCE(s.account_id, w.account_id) AS account_id, s.account_id IS NULL AS unknown, s.posted, s.version,
           COALESCE(w.postings, 0) AS postings,
           COALESCE(CASE s.normal_side WHEN 'D' THEN w.debit - w.credit ELSE w.credit - w.debit END, 0) AS total
      FROM stored s FULL JOIN written w ON w.account_id = s.account_id
)
SELECT found.code, NULL::bigint, NULL::int, c.account_id, found.was, found.should_be
  FROM compared c CROSS JOIN LATERAL (VALUES
       ('postings_without_balance', c.unknown, c.postings::text, '0'),
       ('stored_balance', c.posted <> c.total, c.posted::text, c.total::text),
       ('stored_version', c.version <> c.postings, c.version::text, c.postings::text)
       ) AS found (code, wrong, was, should_be)
 WHERE found.wrong
