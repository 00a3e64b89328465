-- Lists in history_refusal what cannot be remembered: each line for one reason, the first of a product's running balance
-- that does not fit, and with it all its other lines. What stands here already is left out of the plan.
CREATE TEMP TABLE former_wrong ON COMMIT DROP AS
WITH known AS MATERIALIZED (
    SELECT p.line, f.request_hash = p.request_hash AS same FROM former_plan p JOIN ledger.former_movement f USING (key)
), alone AS (
    SELECT line, 'key_reused' AS code, NULL::bigint AS because FROM known WHERE NOT same
    UNION ALL
    SELECT p.line, CASE WHEN p.request_hash = p.first_hash THEN 'repeated' ELSE 'reference_repeated' END, p.first_line
      FROM (SELECT line, request_hash, first_value(line) OVER w AS first_line,
                   first_value(request_hash) OVER w AS first_hash
              FROM former_plan WINDOW w AS (PARTITION BY key ORDER BY line)) p
     WHERE p.line <> p.first_line
    UNION ALL
    SELECT line, 'after_cut_over', NULL FROM former_plan WHERE business_date > cut_over
), whole AS (
    SELECT product, NULL::bigint AS line, business_date, 0 AS is_new, place AS tie, change, NULL::numeric AS expected
      FROM ledger.former_movement WHERE product IN (SELECT product FROM former_plan)
    UNION ALL
    SELECT product, line, business_date, 1, tie, CASE WHEN side = adds THEN amount ELSE -amount END, expected
      FROM former_plan
     WHERE line NOT IN (SELECT line FROM known) AND line NOT IN (SELECT line FROM alone)
), running AS (
    SELECT w.*, sum(change) OVER o AS balance, row_number() OVER o AS nth, count(*) OVER (PARTITION BY product) AS of_all
      FROM whole w WINDOW o AS (PARTITION BY product ORDER BY business_date, is_new, tie ROWS UNBOUNDED PRECEDING)
), told AS (
    SELECT r.product, r.line, r.nth, r.balance,
           CASE WHEN r.expected <> r.balance THEN 'balance_differs'
                WHEN r.balance < 0 THEN 'insufficient_funds'
                WHEN r.nth = r.of_all AND r.balance <> e.ends_at THEN 'ends_elsewhere' END AS code
      FROM running r JOIN (SELECT DISTINCT product, ends_at FROM former_plan) e USING (product)
), first_told AS (
    SELECT DISTINCT ON (t.product) t.product, t.code, t.balance,
           COALESCE(t.line, (SELECT max(p.line) FROM former_plan p WHERE p.product = t.product)) AS line
      FROM told t WHERE t.code IS NOT NULL AND EXISTS (SELECT FROM whole w WHERE w.product = t.product AND w.is_new = 1)
     ORDER BY t.product, t.nth
)
SELECT line, code, NULL::numeric AS balance, because FROM alone
UNION ALL
SELECT line, code, balance, NULL FROM first_told f
 WHERE NOT EXISTS (SELECT FROM alone a JOIN former_plan p USING (line) WHERE p.product = f.product)
   AND f.product NOT IN (SELECT b.product FROM ({bad}) b);

INSERT INTO history_refusal (line, account_id, code, balance, because)
SELECT line, NULL, code, balance, because FROM former_wrong;

INSERT INTO history_refusal (line, account_id, code, balance, because)
SELECT p.line, NULL, 'after_refused', NULL, w.line
  FROM former_plan p
  JOIN (SELECT product, min(line) AS line
          FROM (SELECT p.product, f.line FROM former_wrong f JOIN former_plan p USING (line)
                UNION ALL SELECT product, line FROM ({bad}) b) x GROUP BY product) w USING (product)
 WHERE p.line NOT IN (SELECT line FROM former_wrong) AND p.line NOT IN (SELECT line FROM ({bad}) b)
   AND p.key NOT IN (SELECT key FROM ledger.former_movement)
