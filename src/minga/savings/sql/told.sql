-- Everything wrong with the file in the order of its lines, each with the row it stands in.
SELECT t.line, t.field, t.value, t.code, t.balance, t.because, r.numero_cuenta, r.fecha, r.descripcion, r.tipo,
       r.valor, r.saldo, r.referencia
  FROM (SELECT p.line, p.field, p.value, p.code, NULL::numeric AS balance, NULL::bigint AS because
          FROM movement_problem p
         UNION ALL
        SELECT f.line, NULL, NULL, f.code, f.balance, f.because FROM history_refusal f WHERE f.code <> 'bad_row') t
  JOIN (SELECT m.*, COALESCE(m.line, row_number() OVER () + 1) AS place FROM movement_line m) r ON r.place = t.line
 ORDER BY t.line, t.field
