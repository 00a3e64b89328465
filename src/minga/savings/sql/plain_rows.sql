-- The movements of a file in which every cell is written the plain way. What is not is left out (or breaks a cast):
-- then they are counted, cleaned and explained with checked_rows.sql.
SELECT COALESCE(r.line, r.n + 1) AS line, CASE WHEN a.newest_first THEN -r.n ELSE r.n END AS tie, a.account_id,
       r.tipo::"char" AS side, r.valor::numeric(18,2) AS amount, d.business_date,
       NULLIF(r.saldo, '')::numeric AS expected, NULLIF(btrim(r.referencia), '') AS reference,
       btrim(r.descripcion) AS description
  FROM (SELECT m.*, row_number() OVER () AS n FROM movement_line m) r
  JOIN movement_account a ON a.numero_cuenta = r.numero_cuenta AND a.account_id IS NOT NULL
  JOIN movement_day d ON d.fecha = r.fecha
 WHERE r.tipo IN ('C', 'D') AND r.valor !~ '[^0-9.]' AND r.valor::numeric > 0 AND scale(r.valor::numeric) <= 2
   AND scale(NULLIF(r.saldo, '')::numeric) <= 2 IS NOT FALSE AND btrim(r.descripcion) <> ''
   AND octet_length(r.descripcion) <= 200 AND octet_length(r.referencia) <= 80
