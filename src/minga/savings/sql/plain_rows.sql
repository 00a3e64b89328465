-- The movements of a file in which every cell is written the plain way. What is not is left out (or breaks a cast):
-- then they are counted, cleaned and explained with checked_rows.sql. An amount that is written back as it was read has
-- no sign, exponent or zero in front. The inner query stays whole because of its window, so each cast is made once.
SELECT COALESCE(r.line, r.n + 1) AS line, CASE WHEN a.newest_first THEN -r.n ELSE r.n END AS tie, a.account_id,
       r.tipo::"char" AS side, r.value::numeric(18,2) AS amount, d.business_date, r.expected,
       NULLIF(btrim(r.referencia), '') AS reference, btrim(r.descripcion) AS description
  FROM (SELECT m.*, m.valor::numeric AS value, NULLIF(m.saldo, '')::numeric AS expected, row_number() OVER () AS n
          FROM movement_line m) r
  JOIN movement_account a ON a.numero_cuenta = r.numero_cuenta AND a.account_id IS NOT NULL
  JOIN movement_day d ON d.fecha = r.fecha
 WHERE r.tipo IN ('C', 'D') AND r.value > 0 AND scale(r.value) <= 2 AND r.value::text = r.valor
   AND scale(r.expected) <= 2 IS NOT FALSE AND btrim(r.descripcion) <> ''
   AND octet_length(r.descripcion) <= 200 AND octet_length(r.referencia) <= 80
