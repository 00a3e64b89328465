-- The movements of the cleaned lines that have no problem of their own: of accounts, or of products that remember them.
SELECT c.line, CASE WHEN a.newest_first THEN -c.n ELSE c.n END AS tie, {columns}, c.tipo::"char" AS side,
       {valor}::numeric(18,2) AS amount, d.business_date, NULLIF({saldo}, '')::numeric AS expected,
       NULLIF(c.referencia, '') AS reference, c.descripcion AS description
  FROM (SELECT m.* FROM movement_clean m
         WHERE NOT EXISTS (SELECT FROM movement_problem p WHERE p.line = m.line) OFFSET 0) c
  JOIN movement_account a ON a.numero_cuenta = c.numero_cuenta AND a.{kind} IS NOT NULL
  JOIN movement_day d ON d.fecha = c.fecha
