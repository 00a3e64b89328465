-- The accounts that a table of movements names (or products whose history is only remembered), and whether it tells each one's movements newest first. A single day
-- does not show it: then the account follows the whole file.
CREATE TEMP TABLE movement_account AS
WITH ends AS MATERIALIZED (
    SELECT g.numero_cuenta, g.lo, g.hi, f.fecha COLLATE "C" AS first_day, l.fecha COLLATE "C" AS last_day
      FROM (SELECT m.numero_cuenta, min(m.ctid) AS lo, max(m.ctid) AS hi FROM {lines} m GROUP BY m.numero_cuenta) g
      JOIN {lines} f ON f.ctid = g.lo
      JOIN {lines} l ON l.ctid = g.hi
)
SELECT e.numero_cuenta, s.ledger_account_id AS account_id, o.product, o.adds, o.ends_at, o.cut_over,
       CASE WHEN e.first_day <> e.last_day THEN e.first_day > e.last_day
            ELSE (SELECT first_day FROM ends ORDER BY lo LIMIT 1)
               > (SELECT last_day FROM ends ORDER BY hi DESC LIMIT 1) END AS newest_first
  FROM ends e LEFT JOIN savings_savingsaccount s ON s.number = e.numero_cuenta
  LEFT JOIN ({remembered}) o (number, product, adds, ends_at, cut_over) ON o.number = e.numero_cuenta;
