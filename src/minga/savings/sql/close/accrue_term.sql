-- One day's interest of every living term deposit: the growth of that day, so that the days add up to the whole.
WITH living AS (
    SELECT t.id, t.principal, t.rate_ea, t.day_base, %(day)s::date - t.interest_from + 1 AS nth
      FROM savings_termdeposit t
      LEFT JOIN savings_termend e ON e.deposit_id = t.id
     WHERE t.opened_on <= %(day)s AND t.matures_on > %(day)s AND t.interest_from <= %(day)s
       AND (t.accrued_until IS NULL OR t.accrued_until < %(day)s)
       AND e.deposit_id IS NULL AND t.rate_ea > 0
), written AS (
    INSERT INTO savings_accrual (business_date, product, balance, rate_ea, gross, withheld)
    SELECT %(day)s, l.id, l.principal, l.rate_ea,
           round(l.principal * power(1 + l.rate_ea, l.nth / l.day_base::numeric(30, 20)), 6)
         - round(l.principal * power(1 + l.rate_ea, (l.nth - 1) / l.day_base::numeric(30, 20)), 6), 0
      FROM living l
     ORDER BY l.id
    RETURNING gross
)
SELECT count(*), COALESCE(sum(gross), 0) FROM written
