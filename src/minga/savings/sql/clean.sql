-- The same lines without what people and programs leave around a value: spaces, a peso sign, small letters. Amounts
-- stay text; `*_bare` is what is read as a number.
CREATE TEMP TABLE movement_clean AS
SELECT COALESCE(r.line, r.n + 1) AS line, r.n, btrim(r.numero_cuenta) AS numero_cuenta, btrim(r.fecha) AS fecha,
       btrim(r.descripcion) AS descripcion, upper(btrim(r.tipo)) AS tipo, btrim(r.valor) AS valor,
       btrim(r.saldo) AS saldo, btrim(r.referencia) AS referencia,
       translate(r.valor, E'$ \u00a0', '') AS valor_bare, translate(r.saldo, E'$ \u00a0', '') AS saldo_bare
  FROM (SELECT m.*, row_number() OVER () AS n FROM movement_line m) r;
