-- Every cell that cannot be used, with the code of what is wrong. {valor_shape} and {saldo_shape} are the regular
-- expressions of what each column's format allows.
CREATE TEMP TABLE movement_problem AS
SELECT c.line, v.field, v.value, v.code, a.account_id
  FROM movement_clean c
  LEFT JOIN movement_account a ON a.numero_cuenta = c.numero_cuenta
  LEFT JOIN movement_day d ON d.fecha = c.fecha
 CROSS JOIN LATERAL (VALUES
       ('numero_cuenta', c.numero_cuenta, CASE WHEN a.account_id IS NULL AND a.product IS NULL THEN 'unknown_number' END),
       ('fecha', c.fecha, CASE WHEN d.fecha IS NULL THEN 'bad_day' END),
       ('descripcion', c.descripcion, CASE WHEN c.descripcion = '' THEN 'no_description'
                                           WHEN length(c.descripcion) > 200 OR c.descripcion ~ '[[:cntrl:]]'
                                           THEN 'bad_text' END),
       ('tipo', c.tipo, CASE WHEN c.tipo NOT IN ('C', 'D') THEN 'bad_kind' END),
       ('valor', c.valor, CASE WHEN c.valor_bare ~ '^[0-9]{{1,3}}[.][0-9]{{3}}$' AND c.valor_bare !~ {valor_shape}
                               THEN 'ambiguous_amount'
                               WHEN c.valor_bare !~ {valor_shape} THEN 'bad_amount_{valor_format}'
                               WHEN c.valor_bare !~ '[1-9]' THEN 'zero_amount' END),
       ('saldo', c.saldo, CASE WHEN c.saldo_bare = '' THEN NULL
                               WHEN c.saldo_bare ~ '^-?[0-9]{{1,3}}[.][0-9]{{3}}$' AND c.saldo_bare !~ {saldo_shape}
                               THEN 'ambiguous_amount'
                               WHEN c.saldo_bare !~ {saldo_shape} THEN 'bad_amount_{saldo_format}' END),
       ('referencia', c.referencia, CASE WHEN length(c.referencia) > 80 OR c.referencia ~ '[[:cntrl:]]'
                                         THEN 'bad_text' END)
       ) AS v (field, value, code)
 WHERE v.code IS NOT NULL;
